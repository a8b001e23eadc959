package dev.purser.api.kind.apps;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.claim.ClaimSpecs;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks the specs of StatefulSets (`ValidateStatefulSetSpec`).
final class StatefulSetValidation {
    private static final String CLAIM_TYPE = "io.k8s.api.core.v1.PersistentVolumeClaim";
    private static final String STRATEGY_TYPE = "io.k8s.api.apps.v1.StatefulSetUpdateStrategy";
    private static final String ROLLING_TYPE =
            "io.k8s.api.apps.v1.RollingUpdateStatefulSetStrategy";
    private static final String ROLLING_UPDATE = "rollingUpdate";
    private static final String CLAIMS = "volumeClaimTemplates";
    private static final String SERVICE = "serviceName";
    private static final String MANAGEMENT = "podManagementPolicy";
    private static final String TEMPLATE = "template";
    private static final List<String> RETENTIONS = List.of("Retain", "Delete");
    private static final List<String> MANAGEMENTS = List.of("OrderedReady", "Parallel");

    private final WorkloadSpec workload;
    private final GoForm goForm;

    StatefulSetValidation(WorkloadSpec workload, GoForm goForm) {
        this.workload = workload;
        this.goForm = goForm;
    }

    void validate(KubeObject object, FieldErrors errors) {
        Spot spec = WorkloadSpec.spec(object, errors);
        validatePolicies(spec);
        for (Spot claim : spec.items(CLAIMS)) {
            ClaimSpecs.validate(claim.at("spec"));
        }
        validateNumbers(spec);
        Spot service = spec.at(SERVICE);
        if (!service.isEmpty()) {
            service.complain(Names::labelErrors);
        }
        validatePods(spec, MissingNode.getInstance());
    }

    /// What cannot change is not checked again.
    void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        Spot spec = WorkloadSpec.spec(object, errors);
        validatePolicies(spec);
        validateNumbers(spec);
        validatePods(spec, old.json());
        WorkloadSpec.requireSameSelector(object, old, errors);
        requireSameClaims(spec.at(CLAIMS), old.spec().path(CLAIMS));
        for (String field : List.of(SERVICE, MANAGEMENT)) {
            Spot text = spec.at(field);
            if (!text.text().equals(Trees.text(old.spec(), field))) {
                text.invalidText("field is immutable");
            }
        }
    }

    private void requireSameClaims(Spot claims, JsonNode old) {
        boolean isSame = claims.isEmpty() ? old.isEmpty() : claims.node().equals(old);
        if (!isSame) {
            String shown =
                    claims.items().stream()
                            .map(claim -> goForm.compact(claim.node(), CLAIM_TYPE))
                            .collect(Collectors.joining(",", "[", "]"));
            claims.errors()
                    .invalidShown(
                            claims.path(), claims.isGiven() ? shown : "null", "field is immutable");
        }
    }

    private void validatePolicies(Spot spec) {
        Spot management = spec.at(MANAGEMENT);
        if (management.require() && !MANAGEMENTS.contains(management.text())) {
            management.invalidText("must be 'OrderedReady' or 'Parallel'");
        }
        validateStrategy(spec.at("updateStrategy"));
        spec.ifGiven(
                "persistentVolumeClaimRetentionPolicy",
                policy -> {
                    policy.at("whenDeleted").requireOneOf(RETENTIONS);
                    policy.at("whenScaled").requireOneOf(RETENTIONS);
                });
    }

    private void validateStrategy(Spot strategy) {
        Spot rolling = strategy.at(ROLLING_UPDATE);
        switch (strategy.text("type")) {
            case "OnDelete" -> {
                if (rolling.isGiven()) {
                    refuse(
                            rolling,
                            ROLLING_TYPE,
                            "only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" -> {
                if (rolling.isGiven()) {
                    validateRollingUpdate(rolling);
                }
            }
            default -> refuse(strategy, STRATEGY_TYPE, "must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    private void refuse(Spot struct, String type, String why) {
        struct.errors().invalidShown(struct.path(), goForm.compact(struct.node(), type), why);
    }

    private static void validateRollingUpdate(Spot rolling) {
        WorkloadSpec.requireNonNegative(rolling, List.of("partition"));
        rolling.ifGiven(
                "maxUnavailable",
                unavailable -> {
                    Rollouts.validateAmount(unavailable);
                    if (Rollouts.isNothing(unavailable)) {
                        unavailable.invalid("cannot be 0");
                    }
                    Rollouts.requireAtMostAll(unavailable);
                });
    }

    private static void validateNumbers(Spot spec) {
        WorkloadSpec.requireNonNegative(spec, List.of("replicas", "minReadySeconds"));
        WorkloadSpec.requireNonNegative(spec.at("ordinals"), List.of("start"));
    }

    private void validatePods(Spot spec, JsonNode old) {
        WorkloadSpec.requireSelector(spec, "statefulset");
        WorkloadSpec.parse(spec.at("selector"), "")
                .ifPresent(selector -> {
                    WorkloadSpec.requireMatch(selector, spec);
                    ObjectNode template = withClaims((ObjectNode) spec.node());
                    workload.validateTemplate(template, old, spec.errors());
                    workload.validateTemplateMetadata(template, spec.errors());
                });
        WorkloadSpec.requireLongRunning(spec.at(TEMPLATE).at("spec"), "StatefulSet");
    }

    /// The template as its Pods will see it: with their claims, which take the place of volumes of
    /// the same name, and without the names that each Pod gets of its own.
    private static ObjectNode withClaims(ObjectNode spec) {
        ObjectNode template = Trees.ensure(spec, TEMPLATE).deepCopy();
        ObjectNode podSpec = Trees.ensure(template, "spec");
        podSpec.remove(Set.of("subdomain", "hostname"));
        Set<String> claims = new TreeSet<>();
        for (ObjectNode claim : Trees.items(spec, CLAIMS)) {
            claims.add(Trees.text(claim.path("metadata"), "name"));
        }
        if (claims.isEmpty()) {
            return template;
        }
        List<ObjectNode> others = Trees.items(podSpec, "volumes");
        ArrayNode volumes = podSpec.putArray("volumes");
        for (String claim : claims) {
            volumes.addObject()
                    .put("name", claim)
                    .putObject("persistentVolumeClaim")
                    .put("claimName", claim);
        }
        others.stream()
                .filter(volume -> !claims.contains(Trees.text(volume, "name")))
                .forEach(volumes::add);
        return template;
    }
}
