package dev.purser.server.request;

import dev.purser.api.codec.GoDuration;
import dev.purser.api.status.StatusErrors;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Query;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// How long a request may take: what its `timeout` parameter says, a duration as Go writes it, but
/// no longer than the server lets any.
public final class RequestTimeout {
    private static final Set<String> LASTING_VERBS = Set.of("watch", "proxy");
    private static final Set<String> LASTING =
            Set.of("exec", "attach", "portforward", "proxy", "log");

    private RequestTimeout() {}

    /// Refuses what is no duration; requests that may last have no such parameter.
    ///
    /// @throws dev.purser.api.status.StatusException 400 with the text of Go's parser
    public static void check(Query query, Attributes attributes) {
        String text = query.first("timeout");
        if (isLasting(attributes) || text.isEmpty()) {
            return;
        }
        Optional<String> complaint = GoDuration.complaint(text);
        if (complaint.isPresent()) {
            throw StatusErrors.badRequest(
                    "invalid timeout specified in the request URL - " + complaint.get());
        }
    }

    /// Whether a request goes on for as long as the client likes: watches, logs, streams, proxies.
    public static boolean isLasting(Attributes attributes) {
        return LASTING_VERBS.contains(attributes.verb())
                || (attributes.isResourceRequest() && LASTING.contains(attributes.subresource()));
    }

    /// How long a request may take; empty for one that lasts.
    public static Optional<Duration> limit(ApiRequest request, Duration most) {
        Attributes asked =
                RequestInfo.parse(request.method(), request.path(), request.query()).attributes();
        return isLasting(asked) ? Optional.empty() : Optional.of(of(request.query(), most));
    }

    /// How long a request may take that does not last. What cannot be read, and what asks for no
    /// time at all, counts as nothing said.
    public static Duration of(Query query, Duration most) {
        return GoDuration.read(query.first("timeout"))
                .filter(asked -> asked.isPositive() && asked.compareTo(most) <= 0)
                .orElse(most);
    }
}
