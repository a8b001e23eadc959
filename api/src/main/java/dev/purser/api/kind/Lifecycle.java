package dev.purser.api.kind;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What most kinds do around a write: the status belongs to controllers, the generation counts
/// changes of what the user wants.
public final class Lifecycle {
    private static final String STATUS = "status";

    private static final List<String> DESCRIPTION =
            List.of("labels", "annotations", "finalizers", "ownerReferences", "deletionTimestamp");

    private Lifecycle() {}

    /// Drops the status of a new object.
    public static void dropStatus(KubeObject object) {
        object.json().remove(STATUS);
    }

    /// Gives a new object its first generation.
    public static void startGeneration(KubeObject object) {
        object.metadata().put("generation", 1);
    }

    /// Undoes what an update of the main resource did to the status.
    public static void keepStatus(KubeObject object, KubeObject old) {
        Trees.copyField(old.json(), object.json(), STATUS);
    }

    /// Counts a change of anything but metadata and status.
    public static void countChange(KubeObject object, KubeObject old) {
        if (!wanted(object).equals(wanted(old))) {
            object.metadata().put("generation", old.generation() + 1);
        }
    }

    /// Undoes what an update of the status did to anything but metadata and status.
    public static void keepAllButStatus(KubeObject object, KubeObject old) {
        List<String> fields = new ArrayList<>(object.json().propertyNames());
        fields.addAll(old.json().propertyNames());
        for (String field : fields) {
            if (!field.equals(STATUS) && !field.equals("metadata")) {
                Trees.copyField(old.json(), object.json(), field);
            }
        }
    }

    /// Undoes what an update through a subresource did to the metadata that describe the object.
    public static void keepMetadata(KubeObject object, KubeObject old) {
        for (String field : DESCRIPTION) {
            Trees.copyField(old.metadata(), object.metadata(), field);
        }
    }

    private static JsonNode wanted(KubeObject object) {
        ObjectNode wanted = object.json().objectNode();
        object.json().properties().forEach(field -> wanted.set(field.getKey(), field.getValue()));
        wanted.remove(List.of("metadata", STATUS, "kind", "apiVersion"));
        return wanted;
    }
}
