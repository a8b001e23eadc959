package dev.purser.api.kind.core;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpRules;
import dev.purser.api.quantity.Quantities;
import dev.purser.api.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Nodes. Unlike other objects they may be created with a status: a node agent registers itself
/// with what it knows.
public final class NodeRules implements KindRules {
    private static final String RANGE = "podCIDR";
    private static final String RANGES = "podCIDRs";

    private final NodeValidation validation;

    /// @param goForm shows taints in messages
    public NodeRules(GoForm goForm) {
        this.validation = new NodeValidation(goForm);
    }

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode status = object.status();
        Quantities.roundUp(status.path("capacity"));
        Quantities.roundUp(status.path("allocatable"));
        if (status.path("allocatable").isEmpty() && !status.path("capacity").isEmpty()) {
            status.set("allocatable", status.path("capacity").deepCopy());
        }
        matchRanges(object.spec());
    }

    /// The first of the ranges has a field of its own, which counts where they differ.
    private static void matchRanges(ObjectNode spec) {
        String first = Trees.text(spec, RANGE);
        List<String> ranges = Trees.texts(spec, RANGES);
        if (!first.isEmpty() && (ranges.isEmpty() || !ranges.getFirst().equals(first))) {
            spec.putArray(RANGES).add(first);
        } else if (first.isEmpty() && !ranges.isEmpty() && !ranges.getFirst().isEmpty()) {
            spec.put(RANGE, ranges.getFirst());
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
        validation.validate(object, errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validation.validate(object, errors);
        validation.validateChange(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validation.validateChange(object, old, errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        ObjectNode spec = object.spec();
        List<String> warnings = new ArrayList<>();
        if (Trees.has(spec, "configSource")) {
            warnings.add("spec.configSource: the feature is removed");
        }
        if (!Trees.text(spec, "externalID").isEmpty()) {
            warnings.add("spec.externalID: this field is deprecated, and is unused by Kubernetes");
        }
        List<String> ranges = Trees.texts(spec, RANGES);
        for (int i = 0; i < ranges.size(); i++) {
            warnings.addAll(
                    IpRules.networkWarnings(ranges.get(i), "spec.%s[%d]".formatted(RANGES, i)));
        }
        return warnings;
    }

    /// Kubernetes does not select these by their namespace, which is always empty.
    @Override
    public Set<String> commonFields() {
        return Set.of("metadata.name");
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        boolean unschedulable = object.spec().path("unschedulable").asBoolean(false);
        return Map.of("spec.unschedulable", String.valueOf(unschedulable));
    }
}
