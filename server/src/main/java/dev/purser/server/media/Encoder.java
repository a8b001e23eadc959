package dev.purser.server.media;

import dev.purser.api.codec.JsonWriter;
import dev.purser.api.protobuf.ProtobufCodec;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Encodes trees: Statuses, tables, discovery documents, and objects that were parsed anyway.
/// Immutable and thread-safe.
public final class Encoder {
    private final JsonWriter json = new JsonWriter();
    private final ProtobufCodec protobuf;

    public Encoder(ProtobufCodec protobuf) {
        this.protobuf = protobuf;
    }

    /// A frame of a watch in protobuf.
    public byte[] protobufFrame(String event, ObjectNode tree) {
        return protobuf.watchFrame(event, tree);
    }

    /// The bytes of a tree.
    public byte[] encode(ObjectNode tree, Output output) {
        return switch (output.format()) {
            case JSON -> json(tree, output.layout());
            case YAML -> YamlText.write(tree).getBytes(StandardCharsets.UTF_8);
            case PROTOBUF -> protobuf.encode(tree);
        };
    }

    private byte[] json(ObjectNode tree, Output.Layout layout) {
        String text =
                switch (layout) {
                    case COMPACT -> json.text(tree);
                    case PRETTY ->
                            JsonMapper.shared()
                                    .writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(tree);
                };
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
