package dev.purser.controllers.object;

import dev.purser.api.meta.KubeObject;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Owner references (`metadata.ownerReferences`) of objects.
public final class Owners {
    private Owners() {}

    /// The reference that names the object's controller, of which there is at most one.
    public static Optional<JsonNode> controllerOf(KubeObject object) {
        for (JsonNode owner : object.metadata().path("ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                return Optional.of(owner);
            }
        }
        return Optional.empty();
    }

    /// Whether the owner is the object's controller.
    public static boolean isControlledBy(KubeObject object, KubeObject owner) {
        return controllerOf(object)
                .filter(reference -> reference.path("uid").asString("").equals(owner.uid()))
                .isPresent();
    }

    /// A reference that makes the owner a controller whose foreground deletion waits for the
    /// object.
    public static ObjectNode controllerReference(KubeObject owner) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", owner.groupVersionKind().apiVersion())
                .put("kind", owner.kind())
                .put("name", owner.name())
                .put("uid", owner.uid())
                .put("controller", true)
                .put("blockOwnerDeletion", true);
    }

    /// Adds the owner as controller; the object must have none.
    public static void adopt(KubeObject object, KubeObject owner) {
        object.metadata().withArray("ownerReferences").add(controllerReference(owner));
    }

    /// Removes all references to an owner.
    public static void release(KubeObject object, String ownerUid) {
        ArrayNode owners = object.metadata().withArray("ownerReferences");
        owners.removeIf(owner -> owner.path("uid").asString("").equals(ownerUid));
        if (owners.isEmpty()) {
            object.metadata().remove("ownerReferences");
        }
    }
}
