package dev.purser.api.codec;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads bodies whose objects have no type in Go, as Kubernetes' unstructured decoder does.
/// Immutable and thread-safe.
public final class UntypedReader {
    private static final String TYPE_STRUCT =
            "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
                    + " Kind string \"json:\\\"kind,omitempty\\\"\" }";

    private final JsonText jsonText = new JsonText();

    /// An object as it was sent.
    ///
    /// @param duplicates strict errors about members that the text has twice
    public record Untyped(ObjectNode tree, List<String> duplicates) {
        public Untyped {
            duplicates = List.copyOf(duplicates);
        }
    }

    /// Reads a body.
    ///
    /// @throws StatusException 400 when it is no object, or one without a kind
    public Untyped read(byte[] body, MediaType type, GroupVersionKind expected) {
        Untyped read;
        try {
            read =
                    switch (type) {
                        case JSON ->
                                new Untyped(
                                        object(jsonText.parse(body)),
                                        DuplicateMembers.of(jsonText.tokens(body)));
                        case YAML -> yaml(body);
                    };
        } catch (DecodingException e) {
            throw BodyErrors.unrecognized(
                    body,
                    expected,
                    "couldn't get version/kind; json parse error: " + e.getMessage());
        }
        if (read.tree().path("kind").asString("").isEmpty()) {
            String text = new String(body, StandardCharsets.UTF_8);
            throw BodyErrors.unrecognized(body, expected, missingKind(text));
        }
        return read;
    }

    private static Untyped yaml(byte[] body) throws DecodingException {
        YamlReader.Document document = YamlReader.read(body);
        return new Untyped(
                object(document.json()),
                document.duplicates().isEmpty()
                        ? List.of()
                        : List.of(Decoded.yamlErrors(document.duplicates())));
    }

    private static ObjectNode object(JsonNode tree) throws DecodingException {
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new DecodingException(
                "json: cannot unmarshal %s into Go value of type %s"
                        .formatted(kindOf(tree), TYPE_STRUCT));
    }

    private static String kindOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            default -> "null";
        };
    }

    /// What is said of an object that does not name its kind.
    ///
    /// @param text the object as it was sent
    public static String missingKind(String text) {
        return "Object 'Kind' is missing in '" + text + "'";
    }

    /// The answer to an object that was read but cannot be taken.
    public static StatusException refused(
            GroupVersionKind actual, GroupVersionKind expected, String why) {
        return BodyErrors.cannotBeHandled(actual, expected, why);
    }
}
