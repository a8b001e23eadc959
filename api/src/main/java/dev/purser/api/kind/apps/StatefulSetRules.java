package dev.purser.api.kind.apps;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.claim.ClaimSpecs;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// StatefulSets.
///
/// @param workload what the kinds of this group have in common
/// @param validation checks specs
record StatefulSetRules(WorkloadSpec workload, StatefulSetValidation validation)
        implements WorkloadLifecycle {
    private static final String STRATEGY = "updateStrategy";
    private static final String ROLLING_UPDATE = "rollingUpdate";
    private static final String CLAIMS = "volumeClaimTemplates";
    private static final String HISTORY = "revisionHistoryLimit";

    static StatefulSetRules of(WorkloadSpec workload, GoForm goForm) {
        return new StatefulSetRules(workload, new StatefulSetValidation(workload, goForm));
    }

    /// The names of Pods begin with it.
    @Override
    public NameFormat nameFormat() {
        return NameFormat.LABEL;
    }

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        Trees.setDefault(spec, "replicas", 1);
        Trees.setDefault(spec, HISTORY, 10);
        Trees.setDefault(spec, "podManagementPolicy", "OrderedReady");
        setStrategyDefaults(Trees.ensure(spec, STRATEGY));
        ObjectNode retention = Trees.ensure(spec, "persistentVolumeClaimRetentionPolicy");
        Trees.setDefault(retention, "whenDeleted", "Retain");
        Trees.setDefault(retention, "whenScaled", "Retain");
        for (ObjectNode claim : Trees.items(spec, CLAIMS)) {
            claim.put("apiVersion", "v1").put("kind", "PersistentVolumeClaim");
            ClaimSpecs.setDefaults(Trees.ensure(claim, "spec"));
            Trees.setDefault(Trees.ensure(claim, "status"), "phase", "Pending");
        }
        workload.setTemplateDefaults(object);
    }

    private static void setStrategyDefaults(ObjectNode strategy) {
        if (Trees.text(strategy, "type").isEmpty()) {
            strategy.put("type", "RollingUpdate");
            Trees.ensure(strategy, ROLLING_UPDATE);
        }
        if (Trees.text(strategy, "type").equals("RollingUpdate")) {
            Trees.object(strategy, ROLLING_UPDATE)
                    .ifPresent(rolling -> {
                        Trees.setDefault(rolling, "partition", 0);
                        Trees.setDefault(rolling, "maxUnavailable", 1);
                    });
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validation.validate(object, errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validation.validateUpdate(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        WorkloadStatus.of(object, errors)
                .requireNonNegative(
                        "replicas",
                        "readyReplicas",
                        "currentReplicas",
                        "updatedReplicas",
                        "availableReplicas",
                        "observedGeneration",
                        "collisionCount")
                .requireAtMostAll(
                        "readyReplicas", "currentReplicas", "updatedReplicas", "availableReplicas")
                .requireAvailableAreReady("status.readyReplicas")
                .requireNoFewerCollisions(old.status());
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        boolean isNew = old.resourceVersion().isEmpty();
        List<String> warnings = new ArrayList<>(workload.warnings(object, old));
        List<ObjectNode> claims = Trees.items(object.spec(), CLAIMS);
        for (int i = 0; i < claims.size(); i++) {
            // Kubernetes shortens the path of new claims and writes that of old ones in upper case.
            String path = "spec.%s[%d]%s".formatted(CLAIMS, i, isNew ? "" : ".Spec");
            warnings.addAll(ClaimSpecs.warnings(claims.get(i).path("spec"), path));
        }
        if (object.spec().path(HISTORY).asLong(0) < 0) {
            warnings.add(
                    "spec.revisionHistoryLimit: a negative value retains all historical revisions;"
                            + " a value >= 0 is recommended");
        }
        return warnings;
    }
}
