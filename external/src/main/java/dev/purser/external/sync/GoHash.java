package dev.purser.external.sync;

import dev.purser.api.meta.KubeObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// The operator's hashes: SHA3-224 of Go's way to print a value (`%+v`). The same hash means that
/// Secrets which the operator made are known to be unchanged.
final class GoHash {
    private static final byte[] SPACE = {' '};

    private final MessageDigest digest;

    private GoHash() {
        try {
            this.digest = MessageDigest.getInstance("SHA3-224");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA3-224", e);
        }
    }

    /// The hash of a Secret's data.
    static String ofData(KubeObject secret) {
        GoHash hash = new GoHash();
        hash.text("map[");
        boolean first = true;
        for (Map.Entry<String, JsonNode> entry : sorted(secret.json().path("data")).entrySet()) {
            hash.text((first ? "" : " ") + entry.getKey() + ":");
            hash.bytes(Base64.getDecoder().decode(entry.getValue().asString("")));
            first = false;
        }
        hash.text("]");
        return hash.end();
    }

    /// The hash of an object's annotations and labels.
    static String ofMetadata(KubeObject object) {
        return ofText(
                "{annotations:%s labels:%s}"
                        .formatted(printed(object.annotations()), printed(object.labels())));
    }

    static String ofText(String text) {
        GoHash hash = new GoHash();
        hash.text(text);
        return hash.end();
    }

    private static String printed(Map<String, String> map) {
        StringBuilder text = new StringBuilder("map[");
        new TreeMap<>(map)
                .forEach((key, value) -> {
                    if (text.length() > "map[".length()) {
                        text.append(' ');
                    }
                    text.append(key).append(':').append(value);
                });
        return text.append(']').toString();
    }

    private static Map<String, JsonNode> sorted(JsonNode object) {
        Map<String, JsonNode> members = new TreeMap<>();
        object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }

    private void text(String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(byte[] bytes) {
        text("[");
        for (int i = 0; i < bytes.length; i++) {
            if (i > 0) {
                digest.update(SPACE);
            }
            text(Integer.toString(Byte.toUnsignedInt(bytes[i])));
        }
        text("]");
    }

    private String end() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
