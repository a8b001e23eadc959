package dev.purser.api.kind.apps;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Numbers;
import dev.purser.api.validation.Spot;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Deployments.
///
/// @param workload what the kinds of this group have in common
/// @param goForm shows strategies in messages
record DeploymentRules(WorkloadSpec workload, GoForm goForm) implements WorkloadLifecycle {
    private static final String STRATEGY_TYPE = "io.k8s.api.apps.v1.DeploymentStrategy";
    private static final String STRATEGY = "strategy";
    private static final String ROLLING_UPDATE = "rollingUpdate";
    private static final String SHARE = "25%";
    private static final String DEADLINE = "progressDeadlineSeconds";

    /// The revision to go back to.
    private static final FormerNumber ROLLBACK =
            new FormerNumber(
                    "Deployment",
                    "deprecated.deployment.rollback.to",
                    "failed to parse annotation[%s]=%s as int64: ");

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        Trees.setDefault(spec, "replicas", 1);
        Trees.setDefault(spec, "revisionHistoryLimit", 10);
        Trees.setDefault(spec, DEADLINE, 600);
        ObjectNode strategy = Trees.ensure(spec, STRATEGY);
        Trees.setDefault(strategy, "type", "RollingUpdate");
        if (Trees.text(strategy, "type").equals("RollingUpdate")) {
            ObjectNode rolling = Trees.ensure(strategy, ROLLING_UPDATE);
            for (String field : List.of("maxUnavailable", "maxSurge")) {
                if (!Trees.has(rolling, field)) {
                    rolling.put(field, SHARE);
                }
            }
        }
        workload.setTemplateDefaults(object);
        ROLLBACK.removeEmpty(object);
        ROLLBACK.read(object).ifPresent(revision -> ROLLBACK.write(object, revision));
    }

    /// Changes of annotations count too: they tell controllers to roll back.
    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        WorkloadLifecycle.super.prepareForUpdate(object, old);
        if (!object.annotations().equals(old.annotations())) {
            object.metadata().put("generation", old.generation() + 1);
        }
    }

    /// Controllers write the status; they may not relabel the object on the way.
    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        WorkloadLifecycle.super.prepareForStatusUpdate(object, old);
        Trees.copyField(old.metadata(), object.metadata(), "labels");
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validate(object, MissingNode.getInstance(), errors);
    }

    private void validate(KubeObject object, JsonNode old, FieldErrors errors) {
        Spot spec = WorkloadSpec.spec(object, errors);
        WorkloadSpec.requireNonNegative(spec, List.of("replicas"));
        WorkloadSpec.requireSelector(spec, "deployment");
        WorkloadSpec.parse(spec.at("selector"), "invalid label selector")
                .ifPresent(selector -> {
                    WorkloadSpec.requireMatch(selector, spec);
                    // Kubernetes takes Deployments for ReplicaSets here.
                    workload.validateTemplate(spec, old, "ReplicaSet");
                });
        validateStrategy(spec.at(STRATEGY));
        WorkloadSpec.requireNonNegative(spec, List.of("minReadySeconds", "revisionHistoryLimit"));
        ROLLBACK.read(object)
                .ifPresent(revision ->
                        Numbers.requireNonNegative(
                                LongNode.valueOf(revision), "spec.rollback.version", errors));
        WorkloadSpec.requireNonNegative(spec, List.of(DEADLINE));
        Spot deadline = spec.at(DEADLINE);
        boolean isReached = deadline.number() <= spec.at("minReadySeconds").number();
        if (deadline.isGiven() && isReached) {
            deadline.invalidNumber("must be greater than minReadySeconds");
        }
    }

    private void validateStrategy(Spot strategy) {
        switch (strategy.text("type")) {
            case "Recreate" ->
                    strategy.ifGiven(
                            ROLLING_UPDATE,
                            rolling ->
                                    rolling.forbidden(
                                            "may not be specified when strategy `type` is"
                                                    + " 'Recreate'"));
            case "RollingUpdate" -> validateRollingUpdate(strategy.at(ROLLING_UPDATE));
            default ->
                    strategy.errors()
                            .notSupportedShown(
                                    strategy.path(),
                                    goForm.compact(strategy.node(), STRATEGY_TYPE),
                                    List.of("Recreate", "RollingUpdate"));
        }
    }

    private static void validateRollingUpdate(Spot rolling) {
        Spot unavailable = rolling.at("maxUnavailable");
        Spot surge = rolling.at("maxSurge");
        Rollouts.validateAmount(unavailable);
        Rollouts.validateAmount(surge);
        if (Rollouts.isNothing(unavailable) && Rollouts.isNothing(surge)) {
            unavailable.invalid("may not be 0 when `maxSurge` is 0");
        }
        Rollouts.requireAtMostAll(unavailable);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, old.json(), errors);
        WorkloadSpec.requireSameSelector(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        WorkloadStatus.of(object, errors)
                .requireNonNegative(
                        "observedGeneration",
                        "replicas",
                        "updatedReplicas",
                        "readyReplicas",
                        "availableReplicas",
                        "unavailableReplicas",
                        "terminatingReplicas",
                        "collisionCount")
                .requireAtMostAll("updatedReplicas", "readyReplicas", "availableReplicas")
                .requireAvailableAreReady("readyReplicas")
                .requireNoFewerCollisions(old.status());
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        return workload.warningsWithName(object, old);
    }
}
