package dev.purser.api.protobuf;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schemas;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Objects to and from Kubernetes' protobuf: four magic bytes and a `runtime.Unknown` around the
/// object's own message. Thread-safe; the message file is read at first use.
public final class ProtobufCodec {
    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    /// The documents that have no schema, for they are of no group.
    private static final Set<String> DISCOVERY =
            Set.of("APIVersions", "APIGroup", "APIGroupList", "APIResourceList");

    private final Schemas schemas;
    private volatile @Nullable MessageTypes types;

    public ProtobufCodec(Schemas schemas) {
        this.schemas = schemas;
    }

    /// Whether bytes begin as protobuf of this form does.
    public static boolean isEnveloped(byte[] data) {
        return data.length >= MAGIC.length
                && Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /// Whether objects of this kind have a protobuf form. Tables and custom resources have none.
    public boolean supports(GroupVersionKind kind) {
        return messageOf(kind).isPresent();
    }

    /// Writes an object, list or Status with its envelope.
    ///
    /// @throws ProtobufException if its kind has no protobuf form
    public byte[] encode(ObjectNode object) {
        String apiVersion = object.path("apiVersion").asString("");
        String kind = object.path("kind").asString("");
        MessageType type = require(GroupVersionKind.of(apiVersion, kind));
        ProtoWriter message = new ProtoWriter();
        new ProtobufEncoder(types()).write(message, type, object);
        byte[] unknown =
                new ProtoWriter()
                        .message(1, meta -> meta.string(1, apiVersion).string(2, kind))
                        .bytes(2, message.toByteArray())
                        .string(3, "")
                        .string(4, "")
                        .toByteArray();
        return ByteBuffer.allocate(MAGIC.length + unknown.length).put(MAGIC).put(unknown).array();
    }

    /// What an envelope says, and the message inside, still unread.
    ///
    /// @param apiVersion empty where the sender left it out
    /// @param kind empty where the sender left it out
    @SuppressWarnings("ArrayRecordComponent") // read once, never compared
    public record Envelope(String apiVersion, String kind, byte[] message) {
        /// The same with what the sender left out.
        public Envelope orElse(GroupVersionKind fallback) {
            return new Envelope(
                    apiVersion.isEmpty() ? fallback.apiVersion() : apiVersion,
                    kind.isEmpty() ? fallback.kind() : kind,
                    message);
        }
    }

    /// Reads an object with its envelope, as [#open(byte[])] and [#decode(Envelope)] do.
    ///
    /// @throws ProtobufException if the bytes are something else
    public ObjectNode decode(byte[] data) {
        return decode(open(data));
    }

    /// Opens an envelope.
    ///
    /// @throws ProtobufException if the bytes are something else
    public static Envelope open(byte[] data) {
        if (data.length == 0) {
            throw new ProtobufException("empty data");
        }
        if (!isEnveloped(data)) {
            throw new ProtobufException(
                    "provided data does not appear to be a protobuf message, expected prefix"
                            + " [107 56 115 0]");
        }
        if (data.length == MAGIC.length) {
            throw new ProtobufException("empty body");
        }
        ProtoReader in = new ProtoReader(Arrays.copyOfRange(data, MAGIC.length, data.length));
        String apiVersion = "";
        String kind = "";
        byte[] raw = new byte[0];
        for (int number = in.next(); number != 0; number = in.next()) {
            switch (number) {
                case 1 -> {
                    ProtoReader meta = in.message();
                    for (int field = meta.next(); field != 0; field = meta.next()) {
                        switch (field) {
                            case 1 -> apiVersion = meta.string();
                            case 2 -> kind = meta.string();
                            default -> meta.skip();
                        }
                    }
                }
                case 2 -> raw = in.bytes();
                default -> in.skip();
            }
        }
        return new Envelope(apiVersion, kind, raw);
    }

    /// Reads what is in an envelope. The tree is as JSON of the same object would decode, except
    /// that defaults and always-written zero values may be missing.
    ///
    /// @throws ProtobufException if the kind is unknown, or the message is not of its kind
    public ObjectNode decode(Envelope envelope) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("kind", envelope.kind()).put("apiVersion", envelope.apiVersion());
        MessageType type = require(GroupVersionKind.of(envelope.apiVersion(), envelope.kind()));
        new ProtobufDecoder(types()).read(new ProtoReader(envelope.message()), type, object);
        return object;
    }

    /// Writes an event of a watch (`application/vnd.kubernetes.protobuf;stream=watch`): its length
    /// in four bytes, then a `WatchEvent` that holds the enveloped object.
    ///
    /// @param event `ADDED`, `MODIFIED`, `DELETED`, `BOOKMARK`, `ERROR`
    public byte[] watchFrame(String event, ObjectNode object) {
        byte[] enveloped = encode(object);
        byte[] message =
                new ProtoWriter()
                        .bytes(1, event.getBytes(StandardCharsets.UTF_8))
                        .message(2, raw -> raw.bytes(1, enveloped))
                        .toByteArray();
        return ByteBuffer.allocate(Integer.BYTES + message.length)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private MessageType require(GroupVersionKind kind) {
        return messageOf(kind)
                .orElseThrow(() ->
                        new ProtobufException(
                                ("no kind \"%s\" is registered for version \"%s\" in scheme"
                                                + " \"pkg/runtime/scheme.go:111\"")
                                        .formatted(kind.kind(), kind.apiVersion())));
    }

    private Optional<MessageType> messageOf(GroupVersionKind kind) {
        boolean ofMeta =
                switch (kind.apiVersion()) {
                    case "meta.k8s.io/v1" ->
                            kind.kind().startsWith("PartialObjectMetadata")
                                    || kind.kind().equals("DeleteOptions");
                    case "", "v1" -> DISCOVERY.contains(kind.kind());
                    default -> false;
                };
        if (ofMeta) {
            return types().ofSchema(META + kind.kind());
        }
        if (kind.apiVersion().equals("apidiscovery.k8s.io/v2")) {
            return types().ofSchema("io.k8s.api.apidiscovery.v2." + kind.kind());
        }
        return schemas.find(kind).map(ObjectSchema::name).flatMap(types()::ofSchema);
    }

    private MessageTypes types() {
        MessageTypes known = types;
        if (known == null) {
            known = new MessageTypes(schemas);
            types = known;
        }
        return known;
    }
}
