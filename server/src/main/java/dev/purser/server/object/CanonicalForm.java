package dev.purser.server.object;

import dev.purser.api.codec.JsonWriter;
import dev.purser.api.meta.KubeObject;
import dev.purser.store.Value;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How an object is written into the store: `kind`, `apiVersion` and `metadata` first, metadata in
/// the order of Kubernetes' own encoder, and no `resourceVersion`.
public final class CanonicalForm {
    private static final List<String> METADATA_ORDER =
            List.of(
                    "name",
                    "generateName",
                    "namespace",
                    "uid",
                    "generation",
                    "creationTimestamp",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds",
                    "labels",
                    "annotations",
                    "ownerReferences",
                    "finalizers",
                    "managedFields");
    private static final JsonWriter WRITER = new JsonWriter();
    private static final String VERSION = "resourceVersion";

    private CanonicalForm() {}

    /// The bytes of an object; the object stays as it is.
    public static Value encode(KubeObject object) {
        return Value.of(WRITER.write(arrange(object)));
    }

    /// The object with its members in order and without its version; shares parts with the given
    /// one.
    private static ObjectNode arrange(KubeObject object) {
        ObjectNode arranged = JsonNodeFactory.instance.objectNode();
        copy(object.json(), "kind", arranged);
        copy(object.json(), "apiVersion", arranged);
        ObjectNode metadata = arranged.putObject("metadata");
        for (String member : METADATA_ORDER) {
            copy(object.metadata(), member, metadata);
        }
        copyRest(object.metadata(), metadata);
        metadata.remove(VERSION);
        copyRest(object.json(), arranged);
        return arranged;
    }

    private static void copy(ObjectNode from, String member, ObjectNode to) {
        JsonNode value = from.get(member);
        if (value != null) {
            to.set(member, value);
        }
    }

    private static void copyRest(ObjectNode from, ObjectNode to) {
        from.properties()
                .forEach(member -> {
                    if (!to.has(member.getKey())) {
                        to.set(member.getKey(), member.getValue());
                    }
                });
    }
}
