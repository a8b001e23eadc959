package dev.purser.api.kind.flowcontrol;

import dev.purser.api.kind.Lifecycle;
import dev.purser.api.kind.SpecAndStatus;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// What both kinds of this group have in common: who writes the status leaves the metadata alone,
/// and conditions have types of their own.
interface FlowLifecycle extends SpecAndStatus {
    @Override
    default void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        SpecAndStatus.super.prepareForStatusUpdate(object, old);
        Lifecycle.keepMetadata(object, old);
    }

    @Override
    default void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validateConditions(object, errors);
    }

    /// Checks the types of conditions.
    static void validateConditions(KubeObject object, FieldErrors errors) {
        List<ObjectNode> conditions = Trees.items(object.json().path("status"), "conditions");
        Set<String> types = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            String path = "status.conditions[%d].type".formatted(i);
            String type = Trees.text(conditions.get(i), "type");
            if (!types.add(type)) {
                errors.duplicate(path, type);
            }
            if (type.isEmpty()) {
                errors.required(path, "");
            }
        }
    }
}
