package dev.purser.api.kind.core;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Nodes. Unlike other objects they may be created with a status: a node agent registers itself
/// with what it knows.
public final class NodeRules implements KindRules {
    private static final List<String> EFFECTS =
            List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode status = object.status();
        if (status.path("allocatable").isEmpty() && !status.path("capacity").isEmpty()) {
            status.set("allocatable", status.path("capacity").deepCopy());
        }
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        List<ObjectNode> taints = Trees.items(object.spec(), "taints");
        for (int i = 0; i < taints.size(); i++) {
            ObjectNode taint = taints.get(i);
            String path = "spec.taints[%d]".formatted(i);
            String key = Trees.text(taint, "key");
            String effect = Trees.text(taint, "effect");
            Labels.validateKey(key, path + ".key", errors);
            if (effect.isEmpty()) {
                errors.required(path + ".effect", "");
            } else if (!EFFECTS.contains(effect)) {
                errors.notSupported(path + ".effect", effect, EFFECTS);
            }
            if (!seen.add(key + ":" + effect)) {
                errors.duplicate(path, key + ":" + effect);
            }
        }
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        boolean unschedulable = object.spec().path("unschedulable").asBoolean(false);
        return Map.of("spec.unschedulable", String.valueOf(unschedulable));
    }
}
