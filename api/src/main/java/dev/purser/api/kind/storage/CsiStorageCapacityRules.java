package dev.purser.api.kind.storage;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.DeprecatedNodeLabels;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// CSIStorageCapacities: how much room a driver has in a part of the cluster.
public final class CsiStorageCapacityRules implements KindRules {
    private static final String TOPOLOGY = "nodeTopology";
    private static final String CLASS = "storageClassName";
    private static final String SELECTOR = "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector";

    private final GoForm goForm;

    /// @param goForm shows selectors in messages
    public CsiStorageCapacityRules(GoForm goForm) {
        this.goForm = goForm;
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ObjectNode json = object.json();
        Labels.validateSelector(json.path(TOPOLOGY), TOPOLOGY, errors);
        String name = Trees.text(json, CLASS);
        errors.invalidEach(CLASS, name, Names.subdomainErrors(name));
        String capacity = Trees.text(json, "capacity");
        if (!capacity.isEmpty() && Quantity.parse(capacity).signum() < 0) {
            errors.invalid("capacity", capacity, "must be greater than or equal to 0");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        JsonNode topology = object.json().path(TOPOLOGY);
        if (!topology.equals(old.json().path(TOPOLOGY))) {
            errors.invalidShown(
                    TOPOLOGY,
                    topology.isObject() ? goForm.compact(topology, SELECTOR) : "null",
                    "field is immutable");
        }
        String name = Trees.text(object.json(), CLASS);
        if (!name.equals(Trees.text(old.json(), CLASS))) {
            errors.invalid(CLASS, name, "field is immutable");
        }
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        JsonNode topology = object.json().path(TOPOLOGY);
        List<ObjectNode> expressions = Trees.items(topology, "matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            String key = Trees.text(expressions.get(i), "key");
            String path = "%s.matchExpressions[%d].key".formatted(TOPOLOGY, i);
            DeprecatedNodeLabels.warning(key)
                    .ifPresent(text -> warnings.add("%s: %s is %s".formatted(path, key, text)));
        }
        for (String key : topology.path("matchLabels").propertyNames()) {
            String path = "%s.matchLabels.%s".formatted(TOPOLOGY, key);
            DeprecatedNodeLabels.warning(key).ifPresent(text -> warnings.add(path + ": " + text));
        }
        return warnings;
    }
}
