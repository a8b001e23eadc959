package dev.purser.server;

import dev.purser.server.flow.FlowSettings;

import java.time.Duration;

/// How a server treats those who ask it.
///
/// @param requestTime how long a request may take that does not last (`--request-timeout`)
public record ServingSettings(FlowSettings flow, Duration requestTime) {
    /// As kube-apiserver's flags are by default.
    public static ServingSettings defaults() {
        return new ServingSettings(FlowSettings.defaults(), Duration.ofMinutes(1));
    }
}
