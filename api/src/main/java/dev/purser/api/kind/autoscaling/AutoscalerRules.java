package dev.purser.api.kind.autoscaling;

import dev.purser.api.kind.SpecAndStatus;
import dev.purser.api.kind.autoscaling.TargetReference.VersionRule;
import dev.purser.api.kind.conversion.KindVersions;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Numbers;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// HorizontalPodAutoscalers in version v2, the one they are stored in.
///
/// @param versionsOfAutoscalers all versions
record AutoscalerRules(KindVersions versionsOfAutoscalers) implements SpecAndStatus {
    private static final String TARGET = "scaleTargetRef";

    @Override
    public Optional<KindVersions> versions() {
        return Optional.of(versionsOfAutoscalers);
    }

    @Override
    public void setDefaults(KubeObject object) {
        RoundTripAnnotations.removeFrom(object);
        ObjectNode spec = object.spec();
        Trees.setDefault(spec, "minReplicas", 1);
        if (spec.path("metrics").isEmpty()) {
            spec.putArray("metrics").add(CpuMetric.byDefault());
        }
        Trees.object(spec, "behavior").ifPresent(ScalingBehavior::setDefaults);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        boolean isController = targetKind(object).equals("ReplicationController");
        validate(object, isController ? VersionRule.ANY : VersionRule.GROUP, errors);
        MetricsValidation.validate(object.spec(), VersionRule.ANY, errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        JsonNode target = object.spec().path(TARGET);
        JsonNode oldTarget = old.spec().path(TARGET);
        boolean isOldTarget =
                targetKind(object).equals(targetKind(old))
                        && Trees.text(target, "apiVersion")
                                .equals(Trees.text(oldTarget, "apiVersion"));
        VersionRule rule = VersionRule.GROUP;
        if (isOldTarget) {
            rule = VersionRule.UNCHECKED;
        } else if (targetKind(object).equals("ReplicationController")) {
            rule = VersionRule.ANY;
        }
        validate(object, rule, errors);
        boolean wasInvalid = MetricsValidation.hasInvalidReference(old.spec());
        MetricsValidation.validate(
                object.spec(), wasInvalid ? VersionRule.UNCHECKED : VersionRule.ANY, errors);
    }

    private static String targetKind(KubeObject object) {
        return Trees.text(object.spec().path(TARGET), "kind");
    }

    private static void validate(KubeObject object, VersionRule rule, FieldErrors errors) {
        ObjectNode spec = object.spec();
        JsonNode min = spec.path("minReplicas");
        long max = spec.path("maxReplicas").asLong(0);
        Numbers.requireNonNegative(min, "spec.minReplicas", errors);
        if (max == 0) {
            errors.required("spec.maxReplicas", "");
        } else if (max < 0) {
            errors.invalid("spec.maxReplicas", max, "must be greater than or equal to 1");
        }
        if (min.isNumber() && max < min.asLong()) {
            errors.invalid(
                    "spec.maxReplicas", max, "must be greater than or equal to `minReplicas`");
        }
        TargetReference.validate(spec.path(TARGET), rule, "spec." + TARGET, errors);
        Trees.object(spec, "behavior")
                .ifPresent(behavior -> ScalingBehavior.validate(behavior, errors));
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        ObjectNode status = object.status();
        List<ObjectNode> conditions = Trees.items(status, "conditions");
        for (int i = 0; i < conditions.size(); i++) {
            Numbers.requireNonNegative(
                    conditions.get(i).path("observedGeneration"),
                    "status.conditions[%d].observedGeneration".formatted(i),
                    errors);
        }
        for (String field : List.of("currentReplicas", "desiredReplicas")) {
            Numbers.requireNonNegative(status.path(field), "status." + field, errors);
        }
    }
}
