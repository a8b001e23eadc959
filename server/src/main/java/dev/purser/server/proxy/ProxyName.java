package dev.purser.server.proxy;

import dev.purser.api.status.StatusErrors;
import java.util.Set;

/// What a path names: `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT`.
///
/// @param scheme `http` or `https`; empty for `http`
/// @param port a number or a name; empty for the first
record ProxyName(String scheme, String name, String port) {
    private static final Set<String> SCHEMES = Set.of("", "http", "https");

    /// @param kind as the message names it
    static ProxyName parse(String text, String kind) {
        String[] parts = text.split(":", -1);
        ProxyName parsed =
                switch (parts.length) {
                    case 1 -> new ProxyName("", parts[0], "");
                    case 2 -> new ProxyName("", parts[0], parts[1]);
                    case 3 -> new ProxyName(parts[0], parts[1], parts[2]);
                    default -> new ProxyName("", "", "");
                };
        if (parsed.name().isEmpty() || !SCHEMES.contains(parsed.scheme())) {
            throw StatusErrors.badRequest("invalid %s request \"%s\"".formatted(kind, text));
        }
        return parsed;
    }
}
