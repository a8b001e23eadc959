package dev.purser.api.kind.storage;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// StorageClasses.
public final class StorageClassRules implements KindRules {
    private static final String RECLAIM = "reclaimPolicy";
    private static final String BINDING = "volumeBindingMode";
    private static final List<String> RECLAIM_POLICIES = List.of("Delete", "Retain");
    private static final List<String> BINDING_MODES = List.of("Immediate", "WaitForFirstConsumer");
    private static final List<String> FIXED =
            List.of("parameters", "provisioner", RECLAIM, BINDING);

    @Override
    public void setDefaults(KubeObject object) {
        if (!Trees.has(object.json(), RECLAIM)) {
            object.json().put(RECLAIM, "Delete");
        }
        if (!Trees.has(object.json(), BINDING)) {
            object.json().put(BINDING, "Immediate");
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ObjectNode json = object.json();
        Drivers.validateProvisioner(Trees.text(json, "provisioner"), "provisioner", errors);
        Drivers.validateParameters(json.path("parameters"), errors);
        String policy = Trees.text(json, RECLAIM);
        if (!policy.isEmpty() && !RECLAIM_POLICIES.contains(policy)) {
            errors.notSupported(RECLAIM, policy, RECLAIM_POLICIES);
        }
        String mode = Trees.text(json, BINDING);
        if (!BINDING_MODES.contains(mode)) {
            errors.notSupported(BINDING, mode, BINDING_MODES);
        }
        TopologyTerms.validate(json, errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        for (String field : FIXED) {
            JsonNode value = object.json().path(field);
            JsonNode before = old.json().path(field);
            boolean isEmpty = value.isEmpty() && before.isEmpty() && !value.isString();
            if (!isEmpty && !value.equals(before)) {
                errors.invalid(
                        field,
                        value.isMissingNode() ? object.json().nullNode() : value,
                        "field is immutable");
            }
        }
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        return TopologyTerms.warnings(object.json());
    }
}
