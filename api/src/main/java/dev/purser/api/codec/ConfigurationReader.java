package dev.purser.api.codec;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.schema.ObjectSchema;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the configuration files that a server is started with: one object in JSON or YAML, in
/// which every unknown or repeated field is an error. Immutable and thread-safe.
public final class ConfigurationReader {
    private static final String TYPE_STRUCT =
            "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
                    + " Kind string \"json:\\\"kind,omitempty\\\"\" }";

    private final Map<GroupVersionKind, ObjectSchema> schemas;
    private final JsonText jsonText = new JsonText();

    /// @param schemas the kinds that may be in the file; each schema has the fields `kind` and
    ///   `apiVersion`
    public ConfigurationReader(Map<GroupVersionKind, ObjectSchema> schemas) {
        this.schemas = Map.copyOf(schemas);
    }

    /// Reads a file's content into the canonical tree of its kind.
    ///
    /// @throws DecodingException in Kubernetes' words, but without the file's text, which may hold
    ///   keys
    public ObjectNode read(byte[] content) throws DecodingException {
        String text = new String(content, StandardCharsets.UTF_8);
        return text.stripLeading().startsWith("{") ? readJson(content, text) : readYaml(content);
    }

    private ObjectNode readJson(byte[] content, String text) throws DecodingException {
        JsonNode tree;
        try {
            tree = jsonText.parse(content);
        } catch (DecodingException e) {
            throw noKind(e.getMessage());
        }
        try (JsonParser parser = jsonText.parser(text)) {
            return decoded(parser, schema(tree), List.of());
        } catch (JacksonException e) {
            throw noKind(e.getOriginalMessage());
        }
    }

    private ObjectNode readYaml(byte[] content) throws DecodingException {
        YamlReader.Document document = YamlReader.read(content);
        List<String> repeated =
                document.duplicates().isEmpty()
                        ? List.of()
                        : List.of(Decoded.yamlErrors(document.duplicates()));
        ObjectSchema schema = schema(document.json());
        try (JsonParser parser = jsonText.parser(document.json())) {
            return decoded(parser, schema, repeated);
        }
    }

    private static ObjectNode decoded(
            JsonParser parser, ObjectSchema schema, List<String> strictErrors)
            throws DecodingException {
        parser.nextToken();
        Findings findings = new Findings();
        ObjectNode tree = new TreeReader(findings, Zeros.Empty.KEPT).read(parser, schema);
        findings.throwIfFailed();
        List<String> errors = new ArrayList<>(strictErrors);
        errors.addAll(findings.strictErrors());
        if (!errors.isEmpty()) {
            throw new DecodingException("strict decoding error: " + String.join(", ", errors));
        }
        return tree;
    }

    /// The schema of the kind that a document says it is of.
    private ObjectSchema schema(JsonNode tree) throws DecodingException {
        if (!tree.isObject() && !tree.isNull()) {
            throw noKind(
                    "json: cannot unmarshal %s into Go value of type %s"
                            .formatted(ScalarReader.kind(tree.asToken()), TYPE_STRUCT));
        }
        String apiVersion = text(tree, "apiVersion");
        String kind = text(tree, "kind");
        if (apiVersion.indexOf('/') != apiVersion.lastIndexOf('/')) {
            throw new DecodingException("unexpected GroupVersion string: " + apiVersion);
        }
        if (kind.isEmpty() || apiVersion.isEmpty()) {
            throw new DecodingException(
                    "Object '%s' is missing in '(hidden)'"
                            .formatted(kind.isEmpty() ? "Kind" : "apiVersion"));
        }
        ObjectSchema schema = schemas.get(GroupVersionKind.of(apiVersion, kind));
        if (schema == null) {
            throw new DecodingException(
                    BodyErrors.notRegistered(GroupVersionKind.of(apiVersion, kind)));
        }
        return schema;
    }

    private static String text(JsonNode tree, String member) throws DecodingException {
        JsonNode value = tree.path(member);
        if (!value.isString() && !value.isNull() && !value.isMissingNode()) {
            throw noKind(
                    "json: cannot unmarshal %s into Go struct field .%s of type string"
                            .formatted(ScalarReader.kind(value.asToken()), member));
        }
        return value.asString("");
    }

    private static DecodingException noKind(String why) {
        return new DecodingException("couldn't get version/kind; json parse error: " + why);
    }
}
