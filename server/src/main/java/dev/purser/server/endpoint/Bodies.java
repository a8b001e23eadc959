package dev.purser.server.endpoint;

import dev.purser.api.codec.Decoded;
import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.FieldValidation;
import dev.purser.api.codec.JsonText;
import dev.purser.api.codec.MediaType;
import dev.purser.api.codec.ObjectCodec;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.patch.PatchErrors;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.media.Format;
import dev.purser.server.registry.ServedResource;
import tools.jackson.databind.JsonNode;

/// Reads what requests carry: objects from bodies, and trees that programs of this process made.
/// Thread-safe.
public final class Bodies {
    private final ObjectCodec codec;
    private final JsonText jsonText = new JsonText();

    public Bodies(ObjectCodec codec) {
        this.codec = codec;
    }

    ObjectCodec codec() {
        return codec;
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

    /// The object in the body, of the kind that the URL stands for. What is strange about it
    /// becomes warnings, unless the request wants it otherwise.
    KubeObject read(Exchange exchange, GroupVersionKind kind, FieldValidation validation) {
        MediaType type =
                switch (format(exchange)) {
                    case JSON -> MediaType.JSON;
                    case YAML -> MediaType.YAML;
                    case PROTOBUF -> throw unsupported("application/json, application/yaml");
                };
        byte[] body = exchange.request().body().readAll();
        Decoded decoded = codec.decode(body, type, kind, validation);
        decoded.strictErrors().forEach(exchange::warn);
        return decoded.object();
    }

    /// A patch's body.
    JsonNode readJson(Exchange exchange) {
        try {
            return jsonText.parse(exchange.request().body().readAll());
        } catch (DecodingException e) {
            throw PatchErrors.notJson();
        }
    }

    /// A tree as an object of a kind, unknown fields dropped; the tree stays as it is.
    ///
    /// @throws StatusException when a value has the wrong type
    public KubeObject ofTree(KubeObject object, GroupVersionKind kind) {
        try {
            return codec.decode(object.json(), kind).object();
        } catch (DecodingException e) {
            throw StatusErrors.badRequest(
                    "%s in version \"%s\" cannot be handled as a %s: %s"
                            .formatted(kind.kind(), kind.version(), kind.kind(), e.getMessage()));
        }
    }

    /// The object with the defaults of its kind, in canonical form.
    public KubeObject withDefaults(ServedResource resource, KubeObject object) {
        resource.rules().setDefaults(object);
        return codec.canonical(object);
    }
}
