package dev.purser.api.kind.apps;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Spot;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// DaemonSets.
///
/// @param workload what the kinds of this group have in common
/// @param goForm shows strategies in messages
record DaemonSetRules(WorkloadSpec workload, GoForm goForm) implements WorkloadLifecycle {
    private static final String STRATEGY_TYPE = "io.k8s.api.apps.v1.DaemonSetUpdateStrategy";
    private static final String STRATEGY = "updateStrategy";
    private static final String ROLLING_UPDATE = "rollingUpdate";
    private static final String TEMPLATE = "template";

    /// Counts the changes of the template.
    private static final FormerNumber TEMPLATE_GENERATION =
            new FormerNumber("DaemonSet", "deprecated.daemonset.template.generation", "");

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        Trees.setDefault(spec, "revisionHistoryLimit", 10);
        ObjectNode strategy = Trees.ensure(spec, STRATEGY);
        Trees.setDefault(strategy, "type", "RollingUpdate");
        if (Trees.text(strategy, "type").equals("RollingUpdate")) {
            ObjectNode rolling = Trees.ensure(strategy, ROLLING_UPDATE);
            Trees.setDefault(rolling, "maxUnavailable", 1);
            Trees.setDefault(rolling, "maxSurge", 0);
        }
        workload.setTemplateDefaults(object);
        TEMPLATE_GENERATION.write(object, templateGeneration(object));
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        WorkloadLifecycle.super.prepareForCreate(object);
        TEMPLATE_GENERATION.write(object, Math.max(1, templateGeneration(object)));
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        WorkloadLifecycle.super.prepareForUpdate(object, old);
        long generation = templateGeneration(old);
        TEMPLATE_GENERATION.write(
                object, isTemplateSame(object, old) ? generation : generation + 1);
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        WorkloadLifecycle.super.prepareForStatusUpdate(object, old);
        TEMPLATE_GENERATION.write(object, templateGeneration(old));
    }

    private static boolean isTemplateSame(KubeObject object, KubeObject old) {
        return object.spec().path(TEMPLATE).equals(old.spec().path(TEMPLATE));
    }

    private static long templateGeneration(KubeObject object) {
        return TEMPLATE_GENERATION.read(object).orElse(0L);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validate(object, MissingNode.getInstance(), errors);
    }

    private void validate(KubeObject object, JsonNode old, FieldErrors errors) {
        Spot spec = WorkloadSpec.spec(object, errors);
        Spot selector = spec.at("selector");
        // A selector that cannot be read is complained about below.
        WorkloadSpec.parse(selector.into(new FieldErrors()), "")
                .ifPresent(parsed -> WorkloadSpec.requireMatch(parsed, spec));
        WorkloadSpec.validateSelector(selector, "daemonset");
        workload.validateTemplate(spec, old, "DaemonSet");
        WorkloadSpec.requireNonNegative(spec, List.of("minReadySeconds"));
        validateStrategy(spec.at(STRATEGY));
        WorkloadSpec.requireNonNegative(spec, List.of("revisionHistoryLimit"));
    }

    private void validateStrategy(Spot strategy) {
        switch (strategy.text("type")) {
            case "OnDelete" -> {
                // Whoever deletes the Pods sets the pace.
            }
            case "RollingUpdate" -> validateRollingUpdate(strategy.at(ROLLING_UPDATE));
            default ->
                    strategy.errors()
                            .notSupportedShown(
                                    strategy.path(),
                                    goForm.compact(strategy.node(), STRATEGY_TYPE),
                                    List.of("RollingUpdate", "OnDelete"));
        }
    }

    private static void validateRollingUpdate(Spot rolling) {
        Spot unavailable = rolling.at("maxUnavailable");
        Spot surge = rolling.at("maxSurge");
        for (Spot amount : List.of(unavailable, surge)) {
            Rollouts.validateAmount(amount);
        }
        for (Spot amount : List.of(unavailable, surge)) {
            Rollouts.requireAtMostAll(amount);
        }
        boolean isNoneMissing = Rollouts.isNothing(unavailable);
        boolean isNoneMore = Rollouts.isNothing(surge);
        if (!isNoneMissing && !isNoneMore) {
            surge.invalid("may not be set when maxUnavailable is non-zero");
        } else if (isNoneMissing && isNoneMore) {
            unavailable.required("cannot be 0 when maxSurge is 0");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        WorkloadSpec.requireSameSelector(object, old, errors);
        validate(object, old.json(), errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        WorkloadStatus.of(object, errors)
                .requireNonNegative(
                        "currentNumberScheduled",
                        "numberMisscheduled",
                        "desiredNumberScheduled",
                        "numberReady",
                        "observedGeneration",
                        "updatedNumberScheduled",
                        "numberAvailable",
                        "numberUnavailable",
                        "collisionCount")
                .requireNoFewerCollisions(old.status());
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        boolean isNew = old.resourceVersion().isEmpty();
        return isNew || !isTemplateSame(object, old)
                ? workload.templateWarnings(object)
                : List.of();
    }
}
