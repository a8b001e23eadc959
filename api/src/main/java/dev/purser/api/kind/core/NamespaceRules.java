package dev.purser.api.kind.core;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.NameFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Namespaces: they carry their name as a label, and a finalizer of their own until they are empty.
public final class NamespaceRules implements KindRules {
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";
    private static final String KUBERNETES = "kubernetes";
    private static final String FINALIZERS = "finalizers";
    private static final String PHASE = "phase";
    private static final List<String> STANDARD_FINALIZERS =
            List.of(KUBERNETES, "orphan", "foregroundDeletion");

    @Override
    public NameFormat nameFormat() {
        return NameFormat.LABEL;
    }

    @Override
    public void setDefaults(KubeObject object) {
        if (!object.name().isEmpty()) {
            Trees.ensure(object.metadata(), "labels").put(NAME_LABEL, object.name());
        }
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
        object.status().put(PHASE, "Active");
        if (!Trees.texts(object.spec(), FINALIZERS).contains(KUBERNETES)) {
            object.spec().withArray(FINALIZERS).add(KUBERNETES);
        }
        setDefaults(object);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
        Trees.copyField(old.json(), object.json(), "spec");
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        for (String finalizer : Trees.texts(object.spec(), FINALIZERS)) {
            Labels.validateKey(finalizer, "spec.finalizers", errors);
            if (!finalizer.contains("/") && !STANDARD_FINALIZERS.contains(finalizer)) {
                errors.invalid(
                        "spec.finalizers",
                        finalizer,
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        String phase = Trees.text(object.status(), PHASE);
        boolean isEnding = object.deletionTimestamp().isPresent();
        if (!isEnding && !phase.equals("Active")) {
            errors.invalid(
                    "status.Phase", phase, "may only be 'Active' if `deletionTimestamp` is empty");
        }
        if (isEnding && !phase.equals("Terminating")) {
            errors.invalid(
                    "status.Phase",
                    phase,
                    "may only be 'Terminating' if `deletionTimestamp` is not empty");
        }
    }

    /// Kubernetes does not select these by their namespace, which is always empty.
    @Override
    public Set<String> commonFields() {
        return Set.of("metadata.name");
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        return Map.of("status.phase", Trees.text(object.status(), PHASE));
    }
}
