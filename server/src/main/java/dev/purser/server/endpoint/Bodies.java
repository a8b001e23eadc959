package dev.purser.server.endpoint;

import dev.purser.api.codec.BodyErrors;
import dev.purser.api.codec.Decoded;
import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.DuplicateMembers;
import dev.purser.api.codec.FieldValidation;
import dev.purser.api.codec.JsonText;
import dev.purser.api.codec.MediaType;
import dev.purser.api.codec.ObjectCodec;
import dev.purser.api.codec.YamlReader;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.patch.Patch;
import dev.purser.api.patch.PatchErrors;
import dev.purser.api.patch.PatchType;
import dev.purser.api.protobuf.ProtobufCodec;
import dev.purser.api.protobuf.ProtobufException;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.media.Format;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.request.AuditTrail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads what requests carry: objects from bodies, and trees that programs of this process made.
/// Thread-safe.
public final class Bodies {
    private final ObjectCodec codec;
    private final ProtobufCodec protobuf;
    private final JsonText jsonText = new JsonText();

    public Bodies(ObjectCodec codec, ProtobufCodec protobuf) {
        this.codec = codec;
        this.protobuf = protobuf;
    }

    /// What an apply states, as it was sent. Duplicate keys become warnings, unless the request
    /// wants it otherwise.
    KubeObject readConfiguration(Exchange exchange, FieldValidation validation) {
        byte[] body = exchange.request().body().readAll();
        YamlReader.Document document;
        try {
            document = YamlReader.read(body);
        } catch (DecodingException e) {
            throw StatusErrors.badRequest(unreadable(body) + e.getMessage());
        }
        exchange.audit().requestBody(document::json);
        if (!document.duplicates().isEmpty()) {
            switch (validation) {
                case IGNORE -> {
                    // The last one counts, silently.
                }
                case WARN -> document.duplicates().forEach(exchange::warn);
                case STRICT ->
                        throw StatusErrors.badRequest(
                                "error strict decoding patch: error converting YAML to JSON: yaml:"
                                        + " unmarshal errors:\n  "
                                        + String.join("\n  ", document.duplicates()));
            }
        }
        return configuration(document.json());
    }

    /// Kubernetes takes what begins like a JSON object for JSON until it needs the object.
    private static String unreadable(byte[] yaml) {
        return new String(yaml, StandardCharsets.UTF_8).stripLeading().startsWith("{")
                ? "error decoding patch: error converting YAML to JSON: "
                : "error encoding patch: ";
    }

    private static KubeObject configuration(JsonNode json) {
        if (json instanceof ObjectNode object) {
            return KubeObject.of(object);
        }
        if (json.isNull()) {
            return KubeObject.of(JsonNodeFactory.instance.objectNode());
        }
        throw StatusErrors.badRequest(
                "error decoding patch: error unmarshaling JSON: while decoding JSON: json: cannot"
                        + " unmarshal %s into Go value of type map[string]interface {}"
                                .formatted(goType(json)));
    }

    /// What Go's decoder calls a JSON value.
    static String goType(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            default -> "null";
        };
    }

    /// Any JSON or protobuf body as a tree.
    ///
    /// @throws DecodingException with the reader's message
    JsonNode tree(byte[] body) throws DecodingException {
        if (!ProtobufCodec.isEnveloped(body)) {
            return jsonText.parse(body);
        }
        try {
            return protobuf.decode(body);
        } catch (ProtobufException e) {
            throw new DecodingException(String.valueOf(e.getMessage()));
        }
    }

    /// The format of the body.
    ///
    /// @throws StatusException 415 for one that is not known
    static Format format(Exchange exchange) {
        String contentType = exchange.request().headers().first("Content-Type");
        return Format.ofContentType(contentType)
                .orElseThrow(() ->
                        unsupported(
                                "application/json, application/yaml,"
                                        + " application/vnd.kubernetes.protobuf"));
    }

    static StatusException unsupported(String accepted) {
        return new StatusException(
                StatusReason.UNSUPPORTED_MEDIA_TYPE,
                "the body of the request was in an unknown format - accepted media types include: "
                        + accepted);
    }

    /// The object in the body, of the resource that the URL stands for. What is strange about it
    /// becomes warnings, unless the request wants it otherwise.
    KubeObject read(Exchange exchange, ServedResource resource, FieldValidation validation) {
        if (resource.custom().isEmpty()) {
            return read(exchange, resource.kind(), validation);
        }
        MediaType type =
                switch (format(exchange)) {
                    case JSON -> MediaType.JSON;
                    case YAML -> MediaType.YAML;
                    case PROTOBUF -> throw unsupported("application/json, application/yaml");
                };
        byte[] body = exchange.request().body().readAll();
        Decoded decoded = resource.form().decode(body, type, validation);
        decoded.strictErrors().forEach(exchange::warn);
        resource.form().requireVersion(decoded.object());
        return decoded.object();
    }

    /// The object in the body, of a built-in kind.
    KubeObject read(Exchange exchange, GroupVersionKind kind, FieldValidation validation) {
        Format format = format(exchange);
        byte[] body = EarlierVersions.current(exchange.request().body().readAll(), kind, this);
        Decoded decoded =
                switch (format) {
                    case JSON -> codec.decode(body, MediaType.JSON, kind, validation);
                    case YAML -> codec.decode(body, MediaType.YAML, kind, validation);
                    case PROTOBUF -> new Decoded(ofProtobuf(body, kind), List.of());
                };
        decoded.strictErrors().forEach(exchange::warn);
        return decoded.object();
    }

    private KubeObject ofProtobuf(byte[] body, GroupVersionKind kind) {
        ProtobufCodec.Envelope envelope;
        try {
            envelope = ProtobufCodec.open(body).orElse(kind);
        } catch (ProtobufException e) {
            throw BodyErrors.unrecognized(body, kind, String.valueOf(e.getMessage()));
        }
        GroupVersionKind actual = GroupVersionKind.of(envelope.apiVersion(), envelope.kind());
        KubeObject object;
        try {
            object = KubeObject.of(protobuf.decode(envelope));
        } catch (ProtobufException e) {
            throw BodyErrors.cannotBeHandled(actual, kind, String.valueOf(e.getMessage()));
        }
        if (!actual.equals(kind)) {
            throw BodyErrors.otherKind(actual, kind);
        }
        return ofTree(object, kind);
    }

    /// A patch.
    Patch readPatch(byte[] body, PatchType type, FieldValidation validation, AuditTrail audit) {
        try {
            JsonNode tree = jsonText.parse(body);
            audit.requestBody(() -> tree);
            return type.read(tree, DuplicateMembers.of(jsonText.tokens(body)), validation);
        } catch (DecodingException e) {
            throw PatchErrors.notJson();
        }
    }

    /// A tree as an object of a resource, unknown fields dropped; the tree stays as it is.
    ///
    /// @throws StatusException when a value has the wrong type
    public KubeObject ofTree(KubeObject object, ServedResource resource) {
        try {
            return resource.form().decode(object.json()).object();
        } catch (DecodingException e) {
            throw cannotBeHandled(resource.kind(), e);
        }
    }

    /// A tree as an object of a built-in kind, unknown fields dropped; the tree stays as it is.
    ///
    /// @throws StatusException when a value has the wrong type
    public KubeObject ofTree(KubeObject object, GroupVersionKind kind) {
        try {
            return codec.decode(object.json(), kind).object();
        } catch (DecodingException e) {
            throw cannotBeHandled(kind, e);
        }
    }

    private static StatusException cannotBeHandled(GroupVersionKind kind, DecodingException why) {
        return StatusErrors.badRequest(
                "%s in version \"%s\" cannot be handled as a %s: %s"
                        .formatted(kind.kind(), kind.version(), kind.kind(), why.getMessage()));
    }

    /// The object with the defaults of its kind, in canonical form.
    public KubeObject withDefaults(ServedResource resource, KubeObject object) {
        resource.rules().setDefaults(object);
        return resource.form().completed(object);
    }
}
