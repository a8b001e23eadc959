package dev.purser.api.extension;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.StructReader;
import dev.purser.api.resource.Scope;
import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.ObjectMetaValidation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Objects inside of objects (`x-kubernetes-embedded-resource`): their kind must be named, their
/// metadata is that of every object. Immutable and thread-safe.
public final class EmbeddedObjects {
    private final StructReader metadata;

    /// @param metadata reads an `ObjectMeta`
    public EmbeddedObjects(StructReader metadata) {
        this.metadata = metadata;
    }

    /// Brings the metadata of all embedded objects into canonical form.
    ///
    /// @return what the metadata has that it should not: `unknown field "spec.template.metadata.x"`
    /// @throws DecodingException with the text of a field error when something has the wrong type
    public List<String> coerce(JsonNode value, JsonSchema schema, String path)
            throws DecodingException {
        List<String> unknown = new ArrayList<>();
        coerce(value, schema, path, unknown);
        return unknown.stream().sorted().toList();
    }

    private void coerce(JsonNode value, JsonSchema schema, String path, List<String> unknown)
            throws DecodingException {
        if (value instanceof ObjectNode object) {
            if (schema.traits().embeddedResource()) {
                coerceMeta(object, path, unknown);
            }
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                var known = schema.member(member.getKey());
                if (known.isPresent()) {
                    String below = memberPath(schema, path, member.getKey());
                    coerce(member.getValue(), known.get(), below, unknown);
                }
            }
        } else if (value.isArray() && schema.items().isPresent()) {
            for (int i = 0; i < value.size(); i++) {
                coerce(value.path(i), schema.items().get(), "%s[%d]".formatted(path, i), unknown);
            }
        }
    }

    private void coerceMeta(ObjectNode object, String path, List<String> unknown)
            throws DecodingException {
        for (String name : List.of("apiVersion", "kind")) {
            JsonNode text = object.get(name);
            if (text != null && !text.isString()) {
                throw new DecodingException(
                        "%s: Invalid value: %s: must be a string"
                                .formatted(child(path, name), text));
            }
        }
        JsonNode given = object.get("metadata");
        if (given == null) {
            return;
        }
        String place = child(path, "metadata");
        try {
            StructReader.Read read = metadata.read(given, place);
            unknown.addAll(read.strictErrors());
            object.set("metadata", withoutEmptyTime(read.struct()));
        } catch (DecodingException e) {
            throw new DecodingException(
                    "%s: Invalid value: %s: %s".formatted(place, given, e.getMessage()));
        }
    }

    /// Metadata without a creation time that is none.
    static ObjectNode withoutEmptyTime(ObjectNode struct) {
        if (struct.path("creationTimestamp").isNull()) {
            struct.remove("creationTimestamp");
        }
        return struct;
    }

    /// Validates all embedded objects.
    public void validate(JsonNode value, JsonSchema schema, String path, FieldErrors errors) {
        if (value instanceof ObjectNode object) {
            if (schema.traits().embeddedResource()) {
                validateMeta(object, path, errors);
            }
            object.properties()
                    .forEach(member ->
                            schema.member(member.getKey())
                                    .ifPresent(known ->
                                            validate(
                                                    member.getValue(),
                                                    known,
                                                    memberPath(schema, path, member.getKey()),
                                                    errors)));
        } else if (value.isArray()) {
            schema.items()
                    .ifPresent(items -> {
                        for (int i = 0; i < value.size(); i++) {
                            validate(value.path(i), items, "%s[%d]".formatted(path, i), errors);
                        }
                    });
        }
    }

    private void validateMeta(ObjectNode object, String path, FieldErrors errors) {
        for (String name : List.of("apiVersion", "kind")) {
            String place = child(path, name);
            JsonNode given = object.get(name);
            if (given == null) {
                errors.required(place, "");
            } else if (!given.isString()) {
                errors.invalid(place, given, "must be a string");
            } else if (given.stringValue().isEmpty()) {
                errors.invalid(place, "", "must not be empty");
            }
        }
        validateApiVersion(object.path("apiVersion").asString(""), path, errors);
        validateKind(object.path("kind").asString(""), path, errors);
        if (object.has("metadata")) {
            validateMetadata(object.path("metadata"), child(path, "metadata"), errors);
        }
    }

    private static void validateApiVersion(String version, String path, FieldErrors errors) {
        if (version.chars().filter(c -> c == '/').count() > 1) {
            errors.invalid(
                    child(path, "apiVersion"),
                    version,
                    "unexpected GroupVersion string: " + version);
        }
    }

    private static void validateKind(String kind, String path, FieldErrors errors) {
        List<String> wrong =
                kind.isEmpty() ? List.of() : Names.label1035Errors(kind.toLowerCase(Locale.ROOT));
        if (!wrong.isEmpty()) {
            errors.invalid(
                    child(path, "kind"),
                    kind,
                    "may have mixed case, but should otherwise match: " + String.join(",", wrong));
        }
    }

    private void validateMetadata(JsonNode given, String path, FieldErrors errors) {
        ObjectNode read;
        try {
            read = metadata.read(given, path).struct();
        } catch (DecodingException e) {
            errors.invalid(path, given, e.getMessage());
            return;
        }
        if (read.path("name").asString("").isEmpty()) {
            read.put("name", "fakename");
        }
        Scope scope =
                read.path("namespace").asString("").isEmpty() ? Scope.CLUSTER : Scope.NAMESPACED;
        FieldErrors found = new FieldErrors();
        ObjectMetaValidation.validateAnyFinalizers(read, scope, NameFormat.PATH_SEGMENT, found);
        for (FieldError error : found.list()) {
            String below = error.field().substring("metadata".length());
            errors.add(new FieldError(error.type(), path + below, error.detail()));
        }
    }

    private static String memberPath(JsonSchema schema, String path, String name) {
        return schema.property(name).isPresent()
                ? child(path, name)
                : "%s[%s]".formatted(path, name);
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
