package dev.purser.wire.http;

import dev.purser.wire.request.ApiRequest;
import java.time.Duration;
import java.util.Optional;

/// Says how long a request may take. Thread-safe.
@FunctionalInterface
public interface TimeRule {
    /// @param most what the server lets any request have
    /// @return empty for a request that goes on for as long as the client likes
    Optional<Duration> limit(ApiRequest request, Duration most);
}
