package dev.purser.controllers.deployment;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Names a pod template by a hash of its content, in the letters of Kubernetes' own names: no
/// vowels and no digits that look like them, so that no words come about.
final class TemplateHash {
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";
    private static final int FNV_OFFSET = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private int hash = FNV_OFFSET;

    private TemplateHash() {}

    /// The hash of a template. The order of its fields makes no difference.
    ///
    /// @param collisions counted up to get another hash when one is taken
    static String of(JsonNode template, int collisions) {
        TemplateHash hash = new TemplateHash();
        hash.mix(template);
        if (collisions > 0) {
            hash.mix("#" + collisions);
        }
        StringBuilder name = new StringBuilder();
        for (char digit : Integer.toUnsignedString(hash.hash).toCharArray()) {
            name.append(LETTERS.charAt(digit % LETTERS.length()));
        }
        return name.toString();
    }

    private void mix(JsonNode node) {
        if (node.isObject()) {
            Map<String, JsonNode> fields = new TreeMap<>();
            node.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
            mix("{");
            fields.forEach((name, value) -> {
                mix(name + ":");
                mix(value);
            });
            mix("}");
        } else if (node.isArray()) {
            mix("[");
            node.forEach(this::mix);
            mix("]");
        } else {
            mix(node + ",");
        }
    }

    /// FNV-1a over the bytes of the text.
    private void mix(String text) {
        for (byte next : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (next & 0xff)) * FNV_PRIME;
        }
    }
}
