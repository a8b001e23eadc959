package dev.purser.server.registry;

import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How a CustomResourceDefinition ends: a finalizer holds it until its objects are gone.
final class DefinitionEnd {
    private static final GroupResource DEFINITIONS =
            new GroupResource("apiextensions.k8s.io", "customresourcedefinitions");

    private DefinitionEnd() {}

    /// Notes the first request for deletion; false for other resources, and when there was one
    /// before.
    static boolean begin(ServedResource resource, KubeObject object, String now) {
        if (!resource.groupResource().equals(DEFINITIONS)
                || object.deletionTimestamp().isPresent()) {
            return false;
        }
        object.metadata().put("deletionTimestamp", now);
        List<String> finalizers = new ArrayList<>(Trees.texts(object.metadata(), "finalizers"));
        if (!finalizers.contains(Definition.CLEANUP)) {
            finalizers.add(Definition.CLEANUP);
            Finalization.setFinalizers(object, finalizers);
        }
        ObjectNode condition =
                Definition.condition(
                        Definition.TERMINATING,
                        "True",
                        "InstanceDeletionPending",
                        "CustomResourceDefinition marked for deletion; CustomResource deletion will"
                                + " begin soon");
        setCondition(object, condition.put("lastTransitionTime", now));
        return true;
    }

    private static void setCondition(KubeObject object, ObjectNode condition) {
        ObjectNode status = object.status();
        ArrayNode conditions =
                status.get("conditions") instanceof ArrayNode list
                        ? list
                        : status.putArray("conditions");
        for (JsonNode old : conditions) {
            if (Trees.text(old, "type").equals(Definition.TERMINATING)) {
                ((ObjectNode) old).setAll(condition);
                return;
            }
        }
        conditions.add(condition);
    }
}
