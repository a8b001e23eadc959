package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.protobuf.ProtobufCodec;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.store.Value;
import java.nio.charset.StandardCharsets;

/// Holds objects to the size that etcd takes, though this store would take more: what is written
/// here can be moved to any other Kubernetes. Thread-safe.
///
/// etcd counts the whole request, which holds the key several times beside the object, in the
/// encoding of the API server: protobuf for built-in kinds, JSON for others.
final class EncodedSize {
    private static final int REQUEST_BYTES_MAX = 1536 * 1024;
    private static final int MESSAGE_BYTES_MAX = 2 * 1024 * 1024;

    /// Smaller JSON is not even measured: no encoding is longer.
    private static final int SURELY_SMALL = 1024 * 1024;

    /// What a creation has around two keys and the object.
    private static final int AROUND_CREATION = 25;

    /// What an update has around three keys and the object.
    private static final int AROUND_UPDATE = 30;

    /// What etcd itself puts around the message.
    private static final int AROUND_MESSAGE = 11;

    private final ProtobufCodec protobuf;

    EncodedSize(ProtobufCodec protobuf) {
        this.protobuf = protobuf;
    }

    /// The bytes to store of an object; where it would be too large because of who owns its fields,
    /// without the owners.
    ///
    /// @param owners an apply, which brings them in the object, cannot do without
    /// @param revision of the object that is replaced; 0 for a creation
    /// @throws StatusException 500 for an object that is too large all the same
    Value encode(WriteRequest request, KubeObject object, Change.Owners owners, long revision) {
        Value value = request.resource().encode(object);
        if (value.size() < SURELY_SMALL) {
            return value;
        }
        String key = request.resource().keys().of(request.namespace(), object.name());
        String problem = problem(request.resource(), object, key, revision);
        if (!problem.isEmpty() && owners == Change.Owners.TO_BE_NOTED) {
            KubeObject smaller = object.copy();
            smaller.metadata().remove("managedFields");
            value = request.resource().encode(smaller);
            problem = problem(request.resource(), smaller, key, revision);
        }
        if (!problem.isEmpty()) {
            throw new StatusException(StatusReason.UNKNOWN, problem);
        }
        return value;
    }

    /// Why the object is too large; empty when it is not.
    private String problem(ServedResource resource, KubeObject object, String key, long revision) {
        int keySize = key.getBytes(StandardCharsets.UTF_8).length;
        int size = size(resource, object);
        int creation = size + 2 * keySize + AROUND_CREATION;
        int message =
                revision == 0
                        ? creation
                        : size + 3 * keySize + AROUND_UPDATE + variableLength(revision);
        if (message > MESSAGE_BYTES_MAX) {
            return "rpc error: code = ResourceExhausted desc = trying to send message larger than max (%d vs. %d)"
                    .formatted(message, MESSAGE_BYTES_MAX);
        }
        return message + AROUND_MESSAGE > REQUEST_BYTES_MAX
                ? "etcdserver: request is too large"
                : "";
    }

    private int size(ServedResource resource, KubeObject object) {
        KubeObject stored = object.copy();
        stored.metadata().remove("resourceVersion");
        return protobuf.supports(resource.kind())
                ? protobuf.encode(stored.json()).length
                : resource.encode(stored).size() + 1;
    }

    /// The bytes of a number in protobuf.
    private static int variableLength(long number) {
        return Math.max(1, (70 - Long.numberOfLeadingZeros(number)) / 7);
    }
}
