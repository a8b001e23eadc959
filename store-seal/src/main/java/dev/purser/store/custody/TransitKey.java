package dev.purser.store.custody;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A key of Vault's transit engine, and how to reach it.
///
/// @param address of Vault, such as `https://vault.example:8200`
/// @param namespace of Vault Enterprise; empty for none
/// @param mount where the engine is, mostly `transit`
/// @param name of the key
/// @param authority PEM certificates that Vault's own must come from; empty for those that Java
///   trusts
public record TransitKey(
        URI address, String namespace, String mount, String name, Optional<Path> authority) {
    /// @throws CustodyException if a part of it cannot be
    public TransitKey {
        String scheme = address.getScheme() == null ? "" : address.getScheme();
        if (!(scheme.equals("https") || scheme.equals("http")) || address.getHost() == null) {
            throw new CustodyException(
                    "the address of Vault must be like https://vault.example:8200, not " + address);
        }
        if (!mount.matches("[A-Za-z0-9._/-]+") || !name.matches("[A-Za-z0-9._-]+")) {
            throw new CustodyException(
                    "Vault has no transit engine \"%s\" or key \"%s\": names have letters, digits, '.', '_' and '-'"
                            .formatted(mount, name));
        }
    }

    /// As a record has it.
    public static TransitKey read(ObjectNode kept) {
        return new TransitKey(
                URI.create(kept.path("address").asString("")),
                kept.path("namespace").asString(""),
                kept.path("mount").asString(""),
                kept.path("key").asString(""),
                Optional.of(kept.path("authority").asString(""))
                        .filter(path -> !path.isEmpty())
                        .map(Path::of));
    }

    void writeTo(ObjectNode kept) {
        kept.put("address", address.toString()).put("namespace", namespace);
        kept.put("mount", mount).put("key", name);
        kept.put("authority", authority.map(Path::toString).orElse(""));
    }

    /// The path of an operation of the engine with this key.
    String path(String operation) {
        String base = address.toString().replaceAll("/+$", "");
        return "%s/v1/%s/%s/%s".formatted(base, mount, operation, name);
    }
}
