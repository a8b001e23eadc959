package dev.purser.api.kind.autoscaling;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Numbers;

/// Scales, the part of Deployments, ReplicaSets and their like that says how many there shall be.
public final class ScaleRules implements KindRules {
    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        Numbers.requireNonNegative(object.spec().path("replicas"), "spec.replicas", errors);
    }
}
