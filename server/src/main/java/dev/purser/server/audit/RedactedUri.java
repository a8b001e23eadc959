package dev.purser.server.audit;

import dev.purser.server.request.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The path and query of a request as the log may show them: without the arguments of commands that
/// run in containers, without what is passed on to programs behind a proxy, and without tokens.
final class RedactedUri {
    private static final String REDACTED = "redacted";

    /// Parameters that carry credentials, here or in programs that people write.
    private static final Set<String> CREDENTIALS =
            Set.of(
                    "access_token",
                    "id_token",
                    "refresh_token",
                    "token",
                    "password",
                    "secret",
                    "client_secret",
                    "api_key",
                    "apikey",
                    "code");

    private RedactedUri() {}

    static String of(String uri, Attributes attributes) {
        int question = uri.indexOf('?');
        if (question < 0 || question == uri.length() - 1) {
            return uri;
        }
        String path = uri.substring(0, question + 1);
        if (attributes.subresource().equals("proxy") || attributes.verb().equals("proxy")) {
            return path + REDACTED;
        }
        List<String> pairs = new ArrayList<>();
        for (String pair : uri.substring(question + 1).split("&", -1)) {
            pairs.add(redacted(pair, attributes));
        }
        return path + String.join("&", pairs);
    }

    private static String redacted(String pair, Attributes attributes) {
        int equals = pair.indexOf('=');
        if (equals < 0) {
            return pair;
        }
        String name = decoded(pair.substring(0, equals));
        boolean isCommand =
                name.equals("command")
                        && attributes.isResourceRequest()
                        && !attributes.subresource().isEmpty();
        return isCommand || CREDENTIALS.contains(name)
                ? pair.substring(0, equals + 1) + REDACTED
                : pair;
    }

    /// A name that is written with escapes is still that name.
    private static String decoded(String name) {
        try {
            return java.net.URLDecoder.decode(name, java.nio.charset.StandardCharsets.UTF_8)
                    .toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }
}
