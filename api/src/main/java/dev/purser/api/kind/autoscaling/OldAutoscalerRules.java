package dev.purser.api.kind.autoscaling;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;

/// HorizontalPodAutoscalers in version v1, which is an older view of v2: it has its own default,
/// and everything else is as it is there.
///
/// @param stored the rules of v2
record OldAutoscalerRules(AutoscalerRules stored) implements KindRules {
    @Override
    public void setDefaults(KubeObject object) {
        Trees.setDefault(object.spec(), "minReplicas", 1);
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        stored.prepareForCreate(object);
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        stored.prepareForUpdate(object, old);
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        stored.prepareForStatusUpdate(object, old);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        stored.validate(object, errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        stored.validateUpdate(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        stored.validateStatusUpdate(object, old, errors);
    }
}
