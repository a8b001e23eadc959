package dev.purser.api.codec;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schemas;
import dev.purser.api.status.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads objects of the built-in kinds, and brings trees that others changed into canonical form.
/// Immutable and thread-safe.
///
/// A canonical tree is what Kubernetes would keep after its Go types had read the text: only fields
/// that the schema knows, in the schema's order, times and quantities in their canonical spelling,
/// zero values and nulls dropped or written as [dev.purser.api.schema.Absence] says.
public final class ObjectCodec {
    private static final String TYPE_STRUCT =
            "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
                    + " Kind string \"json:\\\"kind,omitempty\\\"\" }";

    private static final Set<String> TYPE_META = Set.of("apiVersion", "kind");

    private final Schemas schemas;
    private final RegisteredKinds kinds;
    private final JsonText jsonText = new JsonText();

    public ObjectCodec(Schemas schemas) {
        this.schemas = schemas;
        this.kinds = new RegisteredKinds(schemas);
    }

    /// Whether this codec knows the kind.
    public boolean knows(GroupVersionKind kind) {
        return schemas.find(kind).isPresent();
    }

    /// Reads the body of a create or update.
    ///
    /// @param expected the kind that the URL stands for; kind and apiVersion may be missing from
    ///   the body, and are then set
    /// @return with the strict errors that the request wants as warnings; none for
    ///   [FieldValidation#IGNORE]
    /// @throws StatusException 400 when the body is not such an object, or has strict errors under
    ///   [FieldValidation#STRICT]
    public Decoded decode(
            byte[] body, MediaType type, GroupVersionKind expected, FieldValidation validation) {
        Findings findings = new Findings();
        List<String> strictErrors = new ArrayList<>();
        ObjectNode tree = read(body, type, expected, new Reading(findings, strictErrors));
        if (findings.hasFailed()) {
            requireTypeMeta(body, type, expected);
        }
        requireKind(tree, expected, () -> untyped(body, type, expected));
        try {
            findings.throwIfFailed();
        } catch (DecodingException e) {
            throw BodyErrors.cannotBeHandled(expected, expected, e.getMessage());
        }
        strictErrors.addAll(findings.strictErrors());
        Decoded decoded = new Decoded(typed(tree, expected), strictErrors);
        return switch (validation) {
            case IGNORE -> new Decoded(decoded.object(), List.of());
            case WARN -> decoded;
            case STRICT -> {
                if (!strictErrors.isEmpty()) {
                    throw BodyErrors.cannotBeHandled(expected, expected, decoded.strictMessage());
                }
                yield decoded;
            }
        };
    }

    /// Reads a tree that a patch made, with all strict errors.
    ///
    /// @throws DecodingException with the bare reason when a value has the wrong type
    public Decoded decode(JsonNode tree, GroupVersionKind kind) throws DecodingException {
        return decode(tree, kind, Zeros.Empty.KEPT);
    }

    private Decoded decode(JsonNode tree, GroupVersionKind kind, Zeros.Empty empty)
            throws DecodingException {
        Findings findings = new Findings();
        JsonParser parser = jsonText.parser(tree);
        parser.nextToken();
        ObjectNode object = new TreeReader(findings, empty).read(parser, schemaOf(kind));
        findings.throwIfFailed();
        return new Decoded(typed(object, kind), findings.strictErrors());
    }

    /// Why a tree is not of a kind: empty when it is, or is of the same kind in another version.
    Optional<String> otherKind(JsonNode tree, GroupVersionKind expected) {
        GroupVersionKind actual =
                GroupVersionKind.of(
                        tree.path("apiVersion").asString(expected.apiVersion()),
                        tree.path("kind").asString(expected.kind()));
        if (!kinds.contains(actual)) {
            return Optional.of(BodyErrors.notRegistered(actual));
        }
        return actual.kind().equals(expected.kind())
                ? Optional.empty()
                : Optional.of(BodyErrors.noConversion(actual, expected));
    }

    /// Reads a tree as [#decode(JsonNode, GroupVersionKind)], with type errors in the words of a
    /// conversion.
    Decoded convert(JsonNode tree, GroupVersionKind kind) throws DecodingException {
        Optional<String> mistyped = GoConversion.check(tree, schemaOf(kind));
        if (mistyped.isPresent()) {
            throw new DecodingException(mistyped.get());
        }
        return decode(tree, kind);
    }

    /// The object in canonical form, after the server has changed it, as it is stored. Objects of
    /// kinds without a built-in schema are returned as they are.
    ///
    /// @throws IllegalStateException when a field was given a value of the wrong type
    public KubeObject canonical(KubeObject object) {
        return canonical(object, Zeros.Empty.NULL);
    }

    /// As [#canonical], but empty lists that were given in place of null stay: until the owners of
    /// fields are noted, they count.
    public KubeObject completed(KubeObject object) {
        return canonical(object, Zeros.Empty.KEPT);
    }

    private KubeObject canonical(KubeObject object, Zeros.Empty empty) {
        GroupVersionKind kind = object.groupVersionKind();
        if (!knows(kind)) {
            return object;
        }
        try {
            return decode(object.json(), kind, empty).object();
        } catch (DecodingException e) {
            throw new IllegalStateException(object + ": " + e.getMessage(), e);
        }
    }

    /// What reading a body gathers beside the tree.
    private record Reading(Findings findings, List<String> strictErrors) {}

    private ObjectNode read(
            byte[] body, MediaType type, GroupVersionKind expected, Reading reading) {
        try {
            return switch (type) {
                case JSON -> {
                    String text = new String(body, StandardCharsets.UTF_8);
                    yield readJson(text, expected, reading.findings);
                }
                case YAML -> {
                    YamlReader.Document document = YamlReader.read(body);
                    if (!document.duplicates().isEmpty()) {
                        reading.strictErrors.add(Decoded.yamlErrors(document.duplicates()));
                    }
                    JsonParser parser = jsonText.parser(document.json());
                    yield readTokens(parser, expected, reading.findings);
                }
            };
        } catch (DecodingException e) {
            throw BodyErrors.unrecognized(body, expected, e.getMessage());
        }
    }

    private ObjectNode readJson(String text, GroupVersionKind expected, Findings findings)
            throws DecodingException {
        try {
            JsonParser parser = jsonText.parser(text);
            ObjectNode tree = readTokens(parser, expected, findings);
            if (parser.nextToken() != null) {
                throw new DecodingException(
                        parseError(JsonSyntax.firstError(text).orElse("trailing data")));
            }
            return tree;
        } catch (JacksonException e) {
            throw new DecodingException(parseError(JsonText.syntaxError(text, e).getMessage()));
        }
    }

    private ObjectNode readTokens(JsonParser parser, GroupVersionKind expected, Findings findings)
            throws DecodingException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new DecodingException(parseError("unexpected end of JSON input"));
        }
        if (first != JsonToken.START_OBJECT && first != JsonToken.VALUE_NULL) {
            throw new DecodingException(
                    parseError(
                            "json: cannot unmarshal %s into Go value of type %s"
                                    .formatted(ScalarReader.kind(first), TYPE_STRUCT)));
        }
        return new TreeReader(findings, Zeros.Empty.KEPT).read(parser, schemaOf(expected));
    }

    private static String parseError(String why) {
        return "couldn't get version/kind; json parse error: " + why;
    }

    /// The kind and the version are read before all else.
    private void requireTypeMeta(byte[] body, MediaType type, GroupVersionKind expected) {
        for (Map.Entry<String, JsonNode> member : untyped(body, type, expected).properties()) {
            JsonNode value = member.getValue();
            boolean typeMeta = TYPE_META.contains(member.getKey());
            if (typeMeta && !value.isString() && !value.isNull()) {
                String why =
                        "json: cannot unmarshal %s into Go struct field .%s of type string"
                                .formatted(ScalarReader.kind(value.asToken()), member.getKey());
                throw BodyErrors.unrecognized(body, expected, parseError(why));
            }
        }
    }

    private JsonNode untyped(byte[] body, MediaType type, GroupVersionKind expected) {
        try {
            return switch (type) {
                case JSON -> jsonText.parse(body);
                case YAML -> YamlReader.read(body).json();
            };
        } catch (DecodingException e) {
            throw BodyErrors.unrecognized(body, expected, e.getMessage());
        }
    }

    private void requireKind(
            ObjectNode tree, GroupVersionKind expected, Supplier<JsonNode> untyped) {
        String kind = tree.path("kind").asString("");
        String apiVersion = tree.path("apiVersion").asString("");
        GroupVersionKind actual =
                GroupVersionKind.of(
                        apiVersion.isEmpty() ? expected.apiVersion() : apiVersion,
                        kind.isEmpty() ? expected.kind() : kind);
        if (actual.equals(expected)) {
            return;
        }
        if (!kinds.contains(actual)) {
            throw BodyErrors.notRegistered(actual, expected);
        }
        if (!actual.kind().equals(expected.kind())) {
            requireReadable(untyped.get(), actual, expected);
            throw BodyErrors.otherKind(actual, expected);
        }
        throw BodyErrors.otherVersion(actual, expected);
    }

    /// An object of another kind is read before anyone asks what it is good for.
    private void requireReadable(
            JsonNode tree, GroupVersionKind actual, GroupVersionKind expected) {
        if (!knows(actual)) {
            return;
        }
        try {
            decode(tree, actual);
        } catch (DecodingException e) {
            throw BodyErrors.cannotBeHandled(actual, expected, e.getMessage());
        }
    }

    /// The tree with its kind and apiVersion in front.
    private static KubeObject typed(ObjectNode tree, GroupVersionKind kind) {
        ObjectNode result = tree.objectNode();
        result.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        tree.remove(List.of("kind", "apiVersion"));
        return KubeObject.of(result.setAll(tree));
    }

    private ObjectSchema schemaOf(GroupVersionKind kind) {
        Optional<ObjectSchema> schema = schemas.find(kind);
        return schema.orElseThrow(() -> new IllegalArgumentException("no schema for " + kind));
    }
}
