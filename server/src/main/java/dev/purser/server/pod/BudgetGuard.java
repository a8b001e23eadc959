package dev.purser.server.pod;

import dev.purser.api.disruption.DisruptionAllowed;
import dev.purser.api.disruption.DisruptionBudget;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.object.StatusSink;
import dev.purser.server.registry.WriteRequest.DryRun;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Asks the PodDisruptionBudget of a pod before it is evicted, and takes the eviction off what the
/// budget still allows. Thread-safe.
final class BudgetGuard {
    private static final GroupVersionResource BUDGETS =
            new GroupVersionResource("policy", "v1", "poddisruptionbudgets");

    /// The name of the resource in this one error, without its plural.
    private static final GroupResource BUDGET = new GroupResource("policy", "poddisruptionbudget");

    private static final String VIOLATION =
            "Cannot evict pod as it would violate the pod's disruption budget.";
    private static final int ATTEMPTS_MAX = 20;
    private static final int DISRUPTED_MAX = 2000;
    private static final int RETRY_SECONDS = 10;

    private final ObjectSource objects;
    private final StatusSink statuses;
    private final InstantSource clock;

    BudgetGuard(ObjectSource objects, StatusSink statuses, InstantSource clock) {
        this.objects = objects;
        this.statuses = statuses;
        this.clock = clock;
    }

    /// What a budget says about an eviction.
    sealed interface Verdict {}

    /// Nothing is in the way.
    record Free() implements Verdict {}

    /// The pod is not healthy, so its eviction costs the budget nothing; it must not have become
    /// healthy meanwhile.
    record Unhealthy(String budget) implements Verdict {}

    /// Whether a pod may go.
    ///
    /// @throws StatusException with 429 when its budget does not allow it
    Verdict judge(KubeObject pod, DryRun dryRun) {
        List<KubeObject> budgets =
                objects.list(BUDGETS, pod.namespace()).stream()
                        .filter(budget -> DisruptionBudget.covers(budget, pod))
                        .toList();
        if (budgets.size() > 1) {
            throw new StatusException(
                    StatusReason.UNKNOWN,
                    "This pod has more than one PodDisruptionBudget, which the eviction subresource"
                            + " does not support.");
        }
        if (budgets.isEmpty()) {
            return new Free();
        }
        KubeObject budget = budgets.getFirst();
        if (!PodConditions.isTrue(pod, "Ready") && allowsUnhealthy(budget)) {
            return new Unhealthy(budget.name());
        }
        charge(budget, pod, dryRun);
        return new Free();
    }

    private static boolean allowsUnhealthy(KubeObject budget) {
        JsonNode policy = budget.json().path("spec").path("unhealthyPodEvictionPolicy");
        long desired = number(budget, "desiredHealthy");
        return policy.asString("").equals("AlwaysAllow")
                || (desired > 0 && number(budget, "currentHealthy") >= desired);
    }

    private void charge(KubeObject first, KubeObject pod, DryRun dryRun) {
        KubeObject budget = first;
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            requireAllowed(budget);
            if (dryRun == DryRun.ALL || statuses.write(BUDGETS, List.of(charged(budget, pod)))) {
                return;
            }
            Optional<KubeObject> newer = objects.find(BUDGETS, budget.namespace(), budget.name());
            budget =
                    newer.orElseThrow(
                            () -> StatusErrors.notFound(BUDGETS.groupResource(), first.name()));
        }
        throw new StatusException(
                StatusReason.TIMEOUT,
                "Timeout: couldn't update PodDisruptionBudget \"%s\" due to conflicts"
                        .formatted(first.name()),
                JsonNodeFactory.instance.objectNode().put("retryAfterSeconds", RETRY_SECONDS));
    }

    private KubeObject charged(KubeObject budget, KubeObject pod) {
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        ObjectNode status = budget.status();
        long left = number(budget, "disruptionsAllowed") - 1;
        status.put("disruptionsAllowed", left);
        if (left == 0) {
            DisruptionAllowed.update(status, now);
        }
        ObjectNode disrupted =
                status.get("disruptedPods") instanceof ObjectNode present
                        ? present
                        : status.putObject("disruptedPods");
        disrupted.put(pod.name(), now);
        return budget;
    }

    private static void requireAllowed(KubeObject budget) {
        if (number(budget, "observedGeneration") < budget.generation()) {
            throw stillProcessed(budget.name());
        }
        long allowed = number(budget, "disruptionsAllowed");
        if (allowed < 0) {
            throw notAllowed(
                    budget,
                    "pdb disruptions allowed is negative",
                    "pdb disruptions allowed is negative");
        }
        if (budget.json().path("status").path("disruptedPods").size() > DISRUPTED_MAX) {
            throw notAllowed(
                    budget,
                    "DisruptedPods map too big - too many evictions not confirmed by PDB controller",
                    "too many pending evictions not confirmed by PDB controller");
        }
        if (allowed == 0) {
            throw violation(JsonNodeFactory.instance.objectNode(), reason(budget));
        }
    }

    private static StatusException notAllowed(KubeObject budget, String why, String cause) {
        StatusException refusal = StatusErrors.forbidden(BUDGET, budget.name(), why);
        ObjectNode details = refusal.details().orElseThrow().deepCopy();
        addCause(
                details,
                "The disruption budget %s does not allow evicting pods currently: %s"
                        .formatted(budget.name(), cause));
        return new StatusException(refusal.reason(), refusal.getMessage(), details);
    }

    /// A budget whose numbers are not known yet, or no longer; asked again later it may allow.
    static StatusException stillProcessed(String budget) {
        return violation(
                JsonNodeFactory.instance.objectNode().put("retryAfterSeconds", RETRY_SECONDS),
                "The disruption budget %s is still being processed by the server."
                        .formatted(budget));
    }

    private static StatusException violation(ObjectNode details, String cause) {
        addCause(details, cause);
        return new StatusException(StatusReason.TOO_MANY_REQUESTS, VIOLATION, details);
    }

    private static void addCause(ObjectNode details, String cause) {
        details.putArray("causes")
                .addObject()
                .put("reason", "DisruptionBudget")
                .put("message", cause);
    }

    /// A budget that could not be computed has numbers that mean nothing.
    private static String reason(KubeObject budget) {
        Optional<JsonNode> condition = refusal(budget);
        String name = budget.name();
        String message = condition.map(c -> c.path("message").asString("")).orElse("");
        String reason = condition.map(c -> c.path("reason").asString("")).orElse("");
        if (!message.isEmpty() && reason.equals(DisruptionAllowed.SYNC_FAILED)) {
            return "The disruption budget %s does not allow evicting pods currently because it failed sync: %s"
                    .formatted(name, message);
        }
        long current = number(budget, "currentHealthy");
        long desired = number(budget, "desiredHealthy");
        if (current <= desired) {
            return "The disruption budget %s needs %d healthy pods and has %d currently"
                    .formatted(name, desired, current);
        }
        String plain = "The disruption budget %s does not allow evicting pods currently";
        return message.isEmpty()
                ? plain.formatted(name)
                : (plain + " (%s): %s").formatted(name, reason, message);
    }

    private static Optional<JsonNode> refusal(KubeObject budget) {
        for (JsonNode condition : budget.json().path("status").path("conditions")) {
            if (condition.path("type").asString("").equals(DisruptionAllowed.TYPE)) {
                return condition.path("status").asString("").equals("False")
                        ? Optional.of(condition)
                        : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static long number(KubeObject budget, String field) {
        return budget.json().path("status").path(field).asLong(0);
    }
}
