package dev.purser.encryption.config;

import dev.purser.api.status.GoQuoted;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The address of a plugin: `unix:///path/to/socket`, or `unix:///@name` for a socket in the
/// abstract namespace. Complaints are those of Go's URL parser.
final class UnixEndpoint {
    private static final Pattern SCHEME = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):(.*)");
    private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2}).{0,2}");
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

    private UnixEndpoint() {}

    /// What is wrong with an endpoint that is not empty.
    static Optional<String> complaint(String endpoint) {
        Optional<String> malformed = malformed(endpoint);
        if (malformed.isPresent()) {
            return Optional.of(
                    "invalid endpoint for kms provider, error: parse %s: %s"
                            .formatted(GoQuoted.of(endpoint), malformed.get()));
        }
        String scheme = scheme(endpoint);
        if (!scheme.equals("unix")) {
            return Optional.of(
                    "unsupported scheme %s for KMS provider, only unix is supported"
                            .formatted(GoQuoted.of(scheme)));
        }
        // Kubernetes takes it, and then never reaches a plugin.
        return path(endpoint).isEmpty()
                ? Optional.of("there is no path in it: write unix:///path/to/socket")
                : Optional.empty();
    }

    /// The socket's path; one in the abstract namespace begins with `@`.
    static String path(String endpoint) {
        String rest = endpoint.substring(scheme(endpoint).length() + 1).split("[?#]", 2)[0];
        if (rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            rest = slash < 0 ? "" : rest.substring(slash);
        } else if (!rest.startsWith("/")) {
            return "";
        }
        String path = URLDecoder.decode(rest.replace("+", "%2B"), StandardCharsets.UTF_8);
        return path.startsWith("/@") ? path.substring(1) : path;
    }

    private static String scheme(String endpoint) {
        Matcher matcher = SCHEME.matcher(endpoint);
        return matcher.matches() ? matcher.group(1).toLowerCase(java.util.Locale.ROOT) : "";
    }

    private static Optional<String> malformed(String endpoint) {
        if (CONTROL.matcher(endpoint).find()) {
            return Optional.of("net/url: invalid control character in URL");
        }
        if (endpoint.startsWith(":")) {
            return Optional.of("missing protocol scheme");
        }
        if (scheme(endpoint).isEmpty() && endpoint.split("/", 2)[0].contains(":")) {
            return Optional.of("first path segment in URL cannot contain colon");
        }
        Matcher escape = BAD_ESCAPE.matcher(endpoint);
        return escape.find()
                ? Optional.of("invalid URL escape " + GoQuoted.of(escape.group()))
                : Optional.empty();
    }
}
