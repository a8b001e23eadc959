package dev.purser.server.media;

import dev.purser.api.codec.GoYaml;
import dev.purser.api.codec.JsonWriter;
import dev.purser.api.protobuf.ProtobufCodec;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Encodes trees: Statuses, tables, discovery documents, and objects that were parsed anyway.
/// Immutable and thread-safe.
public final class Encoder {
    private final JsonWriter json = new JsonWriter();
    private final ProtobufCodec protobuf;
    private final ObjectWriter indented = JsonMapper.shared().writer().with(goIndentation());

    public Encoder(ProtobufCodec protobuf) {
        this.protobuf = protobuf;
    }

    /// Two spaces, `"name": value`, list items on lines of their own: how Go indents.
    private static PrettyPrinter goIndentation() {
        Separators separators =
                Separators.createDefaultInstance()
                        .withObjectNameValueSpacing(Separators.Spacing.AFTER)
                        .withObjectEmptySeparator("")
                        .withArrayEmptySeparator("");
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return new DefaultPrettyPrinter(separators)
                .withObjectIndenter(indenter)
                .withArrayIndenter(indenter);
    }

    /// A frame of a watch in protobuf.
    public byte[] protobufFrame(String event, ObjectNode tree) {
        return protobuf.watchFrame(event, tree);
    }

    /// The bytes of a tree.
    public byte[] encode(ObjectNode tree, Output output) {
        return switch (output.format()) {
            case JSON -> json(tree, output.layout());
            case YAML -> GoYaml.write(tree).getBytes(StandardCharsets.UTF_8);
            case PROTOBUF -> protobuf.encode(tree);
        };
    }

    private byte[] json(ObjectNode tree, Output.Layout layout) {
        String text =
                switch (layout) {
                    case COMPACT -> json.text(tree);
                    case PRETTY -> indented.writeValueAsString(tree);
                };
        return (text + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
