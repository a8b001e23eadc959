package dev.purser.server.object;

import dev.purser.store.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/// What is known of stored bytes without reading them again: positions, identity, labels, fields.
/// Thread-safe.
final class Head {
    private final byte[] bytes;
    private final Map<String, String> labels = new LinkedHashMap<>();
    private String name = "";
    private String namespace = "";
    private String uid = "";
    private int metadataKeyAt;
    private int metadataAt;
    private int metadataEnd;
    private int versionAt;
    private volatile @Nullable Made<Map<String, String>> fields;
    private volatile @Nullable Made<Value> derived;

    /// Something made of the bytes for somebody.
    private record Made<T>(Object owner, T thing) {}

    private Head(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Reads canonical bytes up to the end of their metadata.
    static Head read(byte[] bytes) {
        Head head = new Head(bytes);
        try (JsonParser parser = JsonTrees.parser(bytes)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isMetadata = "metadata".equals(parser.currentName());
                int keyAt = (int) parser.currentTokenLocation().getByteOffset();
                parser.nextToken();
                if (isMetadata) {
                    head.metadataKeyAt = keyAt;
                    head.readMetadata(parser);
                    return head;
                }
                parser.skipChildren();
            }
        }
        throw new IllegalStateException("a stored object has no metadata");
    }

    private void readMetadata(JsonParser parser) {
        metadataAt = (int) parser.currentTokenLocation().getByteOffset();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String member = parser.currentName();
            parser.nextToken();
            switch (member) {
                case "name" -> name = parser.getString();
                case "namespace" -> namespace = parser.getString();
                case "uid" -> {
                    uid = parser.getString();
                    versionAt = (int) parser.currentLocation().getByteOffset();
                }
                case "labels" -> readLabels(parser);
                default -> parser.skipChildren();
            }
        }
        metadataEnd = (int) parser.currentLocation().getByteOffset();
    }

    private void readLabels(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String label = parser.currentName();
            parser.nextToken();
            labels.put(label, parser.getString());
        }
    }

    String name() {
        return name;
    }

    /// Empty for cluster-scoped objects.
    String namespace() {
        return namespace;
    }

    String uid() {
        return uid;
    }

    /// Shared; not to be changed.
    Map<String, String> labels() {
        return labels;
    }

    /// The fields that selectors may name, made from the whole object on an owner's first use.
    Map<String, String> fields(Object owner, Function<ObjectNode, Map<String, String>> maker) {
        Made<Map<String, String>> known = fields;
        if (known == null || !known.owner().equals(owner)) {
            known = new Made<>(owner, Map.copyOf(maker.apply((ObjectNode) JsonTrees.read(bytes))));
            fields = known;
        }
        return known.thing();
    }

    /// Another form of the value, made on an owner's first use.
    Value derived(Object owner, Value value, UnaryOperator<Value> maker) {
        Made<Value> known = derived;
        if (known == null || !known.owner().equals(owner)) {
            known = new Made<>(owner, maker.apply(value));
            derived = known;
        }
        return known.thing();
    }

    /// The offset of the quote that opens `"metadata"`.
    int metadataKeyAt() {
        return metadataKeyAt;
    }

    /// The offset of the brace that opens the metadata.
    int metadataAt() {
        return metadataAt;
    }

    /// The offset behind the brace that closes the metadata.
    int metadataEnd() {
        return metadataEnd;
    }

    /// The offset behind the uid, where the version goes; 0 for an object without uid.
    int versionAt() {
        return versionAt;
    }
}
