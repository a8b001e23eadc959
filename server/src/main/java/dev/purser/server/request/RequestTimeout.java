package dev.purser.server.request;

import dev.purser.api.status.StatusErrors;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Query;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long a request may take: what its `timeout` parameter says, a duration as Go writes it, but
/// no longer than the server lets any.
public final class RequestTimeout {
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([^\\d.]*)");
    private static final Map<String, Long> NANOS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "µs", 1_000L,
                    "μs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);
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
        String problem = problem(text);
        if (!problem.isEmpty()) {
            throw StatusErrors.badRequest(
                    "invalid timeout specified in the request URL - time: " + problem);
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
        String text = query.first("timeout");
        if (text.isEmpty() || text.startsWith("-") || !problem(text).isEmpty()) {
            return most;
        }
        Matcher part = PART.matcher(text);
        double nanos = 0;
        while (part.find()) {
            Long unit = NANOS.get(part.group(2));
            nanos += unit == null ? 0 : Double.parseDouble(part.group(1)) * unit;
        }
        return nanos < 1 || nanos > most.toNanos() ? most : Duration.ofNanos((long) nanos);
    }

    private static String problem(String text) {
        String rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return "";
        }
        Matcher part = PART.matcher(rest);
        int end = 0;
        while (part.find() && part.start() == end) {
            String unit = part.group(2);
            if (unit.isEmpty()) {
                return "missing unit in duration \"%s\"".formatted(text);
            }
            if (!NANOS.containsKey(unit)) {
                return "unknown unit \"%s\" in duration \"%s\"".formatted(unit, text);
            }
            end = part.end();
        }
        return end == rest.length() && end > 0 ? "" : "invalid duration \"%s\"".formatted(text);
    }
}
