package dev.purser.api.codec;

import dev.purser.api.schema.ObjectSchema;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a part of an object that is a struct of Kubernetes' own, such as its metadata, when the
/// object itself is of no built-in kind. Immutable and thread-safe.
public final class StructReader {
    private final ObjectSchema schema;
    private final JsonText jsonText = new JsonText();

    public StructReader(ObjectSchema schema) {
        this.schema = schema;
    }

    /// A struct in canonical form.
    ///
    /// @param strictErrors unknown fields, named from the root of the object
    public record Read(ObjectNode struct, List<String> strictErrors) {
        public Read {
            strictErrors = List.copyOf(strictErrors);
        }
    }

    /// Reads a struct.
    ///
    /// @param path where it is in its object
    /// @throws DecodingException with Go's message when a value has the wrong type
    public Read read(JsonNode struct, String path) throws DecodingException {
        Findings findings = new Findings();
        try (JsonParser parser = jsonText.parser(struct)) {
            parser.nextToken();
            Place place = Place.root(schema.simpleName()).key(path);
            ObjectNode read =
                    new TreeReader(findings, Zeros.Empty.NULL).read(parser, schema, place);
            findings.throwIfFailed();
            return new Read(read, findings.strictErrors());
        }
    }
}
