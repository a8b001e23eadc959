package dev.purser.api.extension;

import dev.purser.api.codec.Decoded;
import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.FieldValidation;
import dev.purser.api.codec.MediaType;
import dev.purser.api.codec.ObjectForm;
import dev.purser.api.codec.StructReader;
import dev.purser.api.codec.UntypedReader;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The form of custom resources: known fields by their schema, metadata as all objects have it.
/// Immutable and thread-safe.
public final class CustomForm implements ObjectForm {
    private final GroupVersionKind kind;
    private final Shapes shapes;
    private final UntypedReader reader = new UntypedReader();
    private final EmbeddedObjects embedded;

    /// What objects of a kind look like in each version.
    ///
    /// @param schemas by version
    /// @param unknownFields whether fields that no schema knows stay
    /// @param metadata reads an `ObjectMeta`
    public record Shapes(
            Map<String, JsonSchema> schemas, UnknownFields unknownFields, StructReader metadata) {
        public Shapes {
            schemas = Map.copyOf(schemas);
        }
    }

    /// What becomes of fields that the schema does not know.
    public enum UnknownFields {
        PRUNED,
        PRESERVED
    }

    /// @param kind in the version that this form reads
    public CustomForm(GroupVersionKind kind, Shapes shapes) {
        this.kind = kind;
        this.shapes = shapes;
        this.embedded = new EmbeddedObjects(shapes.metadata());
    }

    @Override
    public Decoded decode(byte[] body, MediaType type, FieldValidation validation) {
        UntypedReader.Untyped read = reader.read(body, type, kind);
        ObjectNode tree = (ObjectNode) Untyped.read(read.tree());
        GroupVersionKind actual = KubeObject.of(tree).groupVersionKind();
        List<String> strict = new ArrayList<>(read.duplicates());
        try {
            strict.addAll(coerce(tree));
        } catch (DecodingException e) {
            throw UntypedReader.refused(actual, kind, e.getMessage());
        }
        Decoded decoded = new Decoded(KubeObject.of(tree), strict);
        return switch (validation) {
            case IGNORE -> new Decoded(decoded.object(), List.of());
            case WARN -> decoded;
            case STRICT -> {
                if (!strict.isEmpty()) {
                    throw UntypedReader.refused(actual, kind, decoded.strictMessage());
                }
                yield decoded;
            }
        };
    }

    @Override
    public Decoded decode(JsonNode tree) throws DecodingException {
        if (!(Untyped.read(tree) instanceof ObjectNode object)
                || object.path("kind").asString("").isEmpty()) {
            throw new DecodingException(UntypedReader.missingKind(tree.toString()));
        }
        List<String> strict = coerce(object);
        return new Decoded(KubeObject.of(object), strict);
    }

    /// Brings a tree into the shape of its kind, whatever the version.
    ///
    /// @return what it had that it should not
    private List<String> coerce(ObjectNode tree) throws DecodingException {
        List<String> strict = new ArrayList<>();
        JsonNode metadata = tree.get("metadata");
        if (metadata != null) {
            StructReader.Read read = shapes.metadata().read(metadata, "metadata");
            strict.addAll(read.strictErrors());
            tree.set("metadata", EmbeddedObjects.withoutEmptyTime(read.struct()));
        }
        GroupVersionKind actual = KubeObject.of(tree).groupVersionKind();
        if (actual.group().equals(kind.group()) && actual.kind().equals(kind.kind())) {
            Optional<JsonSchema> schema =
                    Optional.ofNullable(shapes.schemas().get(actual.version()));
            if (shapes.unknownFields() == UnknownFields.PRUNED) {
                JsonSchema known = schema.orElseGet(JsonSchema::empty);
                for (String field : Pruning.pruneObject(tree, known)) {
                    strict.add("unknown field \"" + field + "\"");
                }
                schema.ifPresent(shape -> Defaulting.removeNulls(tree, shape));
            }
            if (schema.isPresent()) {
                strict.addAll(embedded.coerce(tree, schema.get(), ""));
            }
        }
        return strict;
    }

    @Override
    public void requireVersion(KubeObject decoded) {
        String apiVersion = decoded.json().path("apiVersion").asString("");
        if (!apiVersion.equals(kind.apiVersion())) {
            throw StatusErrors.badRequest(
                    "the API version in the data (%s) does not match the expected API version (%s)"
                            .formatted(apiVersion, kind.apiVersion()));
        }
    }

    @Override
    public void requireKind(KubeObject object) {
        FieldErrors errors = new FieldErrors();
        if (!object.kind().equals(kind.kind())) {
            errors.invalid("kind", object.kind(), "must be " + kind.kind());
        }
        String apiVersion = object.json().path("apiVersion").asString("");
        if (!apiVersion.equals(kind.apiVersion())) {
            errors.invalid("apiVersion", apiVersion, "must be " + kind.apiVersion());
        }
        errors.throwIfAny(object.groupVersionKind(), object.name());
    }

    @Override
    public KubeObject canonical(KubeObject object) {
        ObjectNode tree = (ObjectNode) Untyped.written(object.json());
        try {
            ObjectNode metadata = shapes.metadata().read(object.metadata(), "metadata").struct();
            tree.set("metadata", EmbeddedObjects.withoutEmptyTime(metadata));
        } catch (DecodingException e) {
            throw new IllegalStateException(object + ": " + e.getMessage(), e);
        }
        return KubeObject.of(tree);
    }

    /// An object as it is stored: with its members in the order in which [#fromStore] gives them.
    /// The given one stays as it is.
    public ObjectNode intoStore(ObjectNode shown) {
        return (ObjectNode) Untyped.read(shown);
    }

    /// A stored object in this form's version: what the schema does not know is gone, what it has a
    /// default for is there. Metadata that cannot be read is dropped.
    public ObjectNode fromStore(ObjectNode stored) {
        ObjectNode tree = (ObjectNode) Untyped.read(stored);
        tree.put("apiVersion", kind.apiVersion());
        JsonSchema schema = shapes.schemas().get(kind.version());
        if (schema != null) {
            if (shapes.unknownFields() == UnknownFields.PRUNED) {
                Pruning.pruneObject(tree, schema);
                Defaulting.removeNulls(tree, schema);
            }
            Defaulting.setDefaults(tree, schema);
        }
        return tree;
    }
}
