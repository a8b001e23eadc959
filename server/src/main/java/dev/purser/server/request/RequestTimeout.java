package dev.purser.server.request;

import dev.purser.api.status.StatusErrors;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `timeout` parameter, a duration as Go writes it. No request takes long enough here for it to
/// matter, but nonsense is refused.
public final class RequestTimeout {
    private static final Pattern PART = Pattern.compile("(\\d+\\.?\\d*|\\.\\d+)([^\\d.]*)");
    private static final Set<String> UNITS = Set.of("ns", "us", "µs", "μs", "ms", "s", "m", "h");
    private static final Set<String> LASTING =
            Set.of("exec", "attach", "portforward", "proxy", "log");

    private RequestTimeout() {}

    /// Refuses what is no duration; requests that may last have no such parameter.
    ///
    /// @throws dev.purser.api.status.StatusException 400 with the text of Go's parser
    public static void check(Query query, Attributes attributes) {
        boolean lasting =
                attributes.verb().equals("watch") || LASTING.contains(attributes.subresource());
        String text = query.first("timeout");
        if (lasting || text.isEmpty()) {
            return;
        }
        String problem = problem(text);
        if (!problem.isEmpty()) {
            throw StatusErrors.badRequest(
                    "invalid timeout specified in the request URL - time: " + problem);
        }
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
            if (!UNITS.contains(unit)) {
                return "unknown unit \"%s\" in duration \"%s\"".formatted(unit, text);
            }
            end = part.end();
        }
        return end == rest.length() && end > 0 ? "" : "invalid duration \"%s\"".formatted(text);
    }
}
