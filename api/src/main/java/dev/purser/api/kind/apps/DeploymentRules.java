package dev.purser.api.kind.apps;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Numbers;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Deployments.
public final class DeploymentRules implements WorkloadLifecycle {
    private static final String STRATEGY = "spec.strategy";
    private static final String STRATEGY_TYPE = "io.k8s.api.apps.v1.DeploymentStrategy";
    private static final String ROLLING_UPDATE = "rollingUpdate";
    private static final String SHARE = "25%";

    private final WorkloadSpec workload;
    private final GoForm goForm;

    /// @param workload what the kinds of this group have in common
    /// @param goForm shows strategies in messages
    public DeploymentRules(WorkloadSpec workload, GoForm goForm) {
        this.workload = workload;
        this.goForm = goForm;
    }

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        Trees.setDefault(spec, "replicas", 1);
        Trees.setDefault(spec, "revisionHistoryLimit", 10);
        Trees.setDefault(spec, "progressDeadlineSeconds", 600);
        ObjectNode strategy = Trees.ensure(spec, "strategy");
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
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        workload.validate(object, "deployment", errors);
        ObjectNode spec = object.spec();
        validateStrategy(spec.path("strategy"), errors);
        JsonNode deadline = spec.path("progressDeadlineSeconds");
        String path = "spec.progressDeadlineSeconds";
        Numbers.requireNonNegative(deadline, path, errors);
        if (deadline.isNumber() && deadline.asLong() <= spec.path("minReadySeconds").asLong(0)) {
            errors.invalid(path, deadline.asLong(), "must be greater than minReadySeconds");
        }
    }

    private void validateStrategy(JsonNode strategy, FieldErrors errors) {
        String type = Trees.text(strategy, "type");
        switch (type) {
            case "Recreate" -> {
                if (strategy.has(ROLLING_UPDATE)) {
                    errors.forbidden(
                            STRATEGY + "." + ROLLING_UPDATE,
                            "may not be specified when strategy `type` is 'Recreate'");
                }
            }
            case "RollingUpdate" -> validateRollingUpdate(strategy.path(ROLLING_UPDATE), errors);
            default ->
                    errors.notSupportedShown(
                            STRATEGY,
                            goForm.compact(strategy, STRATEGY_TYPE),
                            List.of("Recreate", "RollingUpdate"));
        }
    }

    private static void validateRollingUpdate(JsonNode rolling, FieldErrors errors) {
        String path = STRATEGY + "." + ROLLING_UPDATE;
        JsonNode unavailable = rolling.path("maxUnavailable");
        JsonNode surge = rolling.path("maxSurge");
        String unavailablePath = path + ".maxUnavailable";
        Numbers.validateCountOrPercent(unavailable, unavailablePath, errors);
        Numbers.validateCountOrPercent(surge, path + ".maxSurge", errors);
        if (Numbers.countOrPercent(unavailable) == 0 && Numbers.countOrPercent(surge) == 0) {
            errors.invalid(unavailablePath, unavailable, "may not be 0 when `maxSurge` is 0");
        }
        Numbers.requireAtMostAll(unavailable, unavailablePath, errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        return workload.warnings(object);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
        WorkloadSpec.requireSameSelector(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        WorkloadSpec.validateCounts(
                object.status(),
                List.of("updatedReplicas", "readyReplicas", "availableReplicas"),
                errors);
    }
}
