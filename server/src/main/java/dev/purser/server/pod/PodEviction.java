package dev.purser.server.pod;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.DeleteOptions;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.object.StatusSink;
import dev.purser.server.pod.BudgetGuard.Free;
import dev.purser.server.pod.BudgetGuard.Unhealthy;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.PostHandler;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.Resources;
import dev.purser.server.registry.WriteRequest;
import dev.purser.server.registry.WriteRequest.DryRun;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// `pods/NAME/eviction`: a deletion that asks politely. Thread-safe.
public final class PodEviction implements PostHandler {
    private static final GroupVersionKind KIND = new GroupVersionKind("policy", "v1", "Eviction");

    /// The name of the resource in conflicts, which is that of the kind.
    private static final GroupResource POD = new GroupResource("", "Pod");

    private static final int ATTEMPTS_MAX = 20;
    private static final Set<String> NOT_DISRUPTIVE = Set.of("Succeeded", "Failed", "Pending");

    private final PodWrites writes;
    private final Registry registry;
    private final BudgetGuard budgets;
    private final InstantSource clock;

    /// What an eviction reads and writes beside the pod.
    public record Cluster(Resources resources, ObjectSource objects, StatusSink statuses) {}

    public PodEviction(Registry registry, Cluster cluster, InstantSource clock) {
        this.writes = new PodWrites(cluster.resources());
        this.registry = registry;
        this.budgets = new BudgetGuard(cluster.objects(), cluster.statuses(), clock);
        this.clock = clock;
    }

    @Override
    public KubeObject post(WriteRequest request, KubeObject eviction) {
        if (!request.name().equals(eviction.name())) {
            throw StatusErrors.badRequest("name in URL does not match name in Eviction object");
        }
        JsonNode given = eviction.json().path("deleteOptions");
        requireNoBreakage(given, eviction.name());
        DryRun dryRun = dryRun(request, given);
        DeleteOptions options = options(given);
        if (!evictUndisruptive(request, options, dryRun)) {
            evictWithinBudget(request, options, dryRun);
        }
        return Statuses.created();
    }

    private static void requireNoBreakage(JsonNode given, String name) {
        String field = "ignoreStoreReadErrorWithClusterBreakingPotential";
        FieldErrors errors = new FieldErrors();
        if (given.path(field).asBoolean(false)) {
            errors.invalid(
                    "deleteOptions." + field,
                    given.path(field),
                    "can not be set for pod eviction, try after removing the option");
        }
        errors.throwIfAny(KIND, name);
    }

    /// The request may say that it is a dry run, or the eviction, or both alike.
    private static DryRun dryRun(WriteRequest request, JsonNode given) {
        List<String> inside = new ArrayList<>();
        given.path("dryRun").forEach(value -> inside.add(value.asString("")));
        if (inside.isEmpty()) {
            return request.dryRun();
        }
        if (request.dryRun() == DryRun.ALL && !inside.equals(List.of("All"))) {
            throw new StatusException(
                    StatusReason.UNKNOWN,
                    "Non-matching dry-run options in request and content: [All] and [%s]"
                            .formatted(String.join(" ", inside)));
        }
        FieldErrors errors = new FieldErrors();
        DryRun read = DryRun.read(inside, errors);
        errors.throwIfAny(new GroupVersionKind("meta.k8s.io", "", "DeleteOptions"), "");
        return read;
    }

    private static DeleteOptions options(JsonNode given) {
        JsonNode grace = given.path("gracePeriodSeconds");
        JsonNode preconditions = given.path("preconditions");
        return new DeleteOptions(
                grace.isNumber() ? OptionalLong.of(grace.asLong()) : OptionalLong.empty(),
                Optional.empty(),
                text(preconditions.path("uid")),
                text(preconditions.path("resourceVersion")));
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }

    private KubeObject pod(WriteRequest request) {
        return registry.get(writes.pods(), request.namespace(), request.name(), "").toObject();
    }

    /// Evicts a pod that has ended, or not begun, or is going already: nothing is disrupted by
    /// that. Returns whether it was such a pod.
    private boolean evictUndisruptive(WriteRequest request, DeleteOptions options, DryRun dryRun) {
        for (int attempt = 1; ; attempt++) {
            KubeObject pod = pod(request);
            String phase = pod.json().path("status").path("phase").asString("");
            boolean isGoing = pod.deletionTimestamp().isPresent();
            if (!isGoing && !NOT_DISRUPTIVE.contains(phase)) {
                return false;
            }
            // A pod that waits could become ready, and then its budget would have to be asked.
            boolean mustStayAsItIs = phase.equals("Pending") && !isGoing;
            boolean isOwnVersion = mustStayAsItIs && options.resourceVersion().isEmpty();
            try {
                delete(
                        request,
                        isOwnVersion ? options.withResourceVersion(pod.resourceVersion()) : options,
                        dryRun);
                return true;
            } catch (StatusException e) {
                boolean mayRetry =
                        e.reason() == StatusReason.CONFLICT
                                && options.resourceVersion().isEmpty()
                                && attempt < ATTEMPTS_MAX;
                if (!mayRetry) {
                    throw e;
                }
            }
        }
    }

    private void evictWithinBudget(WriteRequest request, DeleteOptions options, DryRun dryRun) {
        KubeObject pod = pod(request);
        switch (budgets.judge(pod, dryRun)) {
            case Free() -> delete(request, options, dryRun);
            case Unhealthy(String budget) -> {
                try {
                    delete(request, options.withResourceVersion(pod.resourceVersion()), dryRun);
                } catch (StatusException e) {
                    throw e.reason() == StatusReason.CONFLICT && options.resourceVersion().isEmpty()
                            ? BudgetGuard.stillProcessed(budget)
                            : e;
                }
            }
        }
    }

    /// Notes in the pod why it goes, then deletes it.
    private void delete(WriteRequest request, DeleteOptions options, DryRun dryRun) {
        DeleteOptions own = options;
        if (dryRun == DryRun.NO) {
            String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
            String version =
                    Long.toString(
                            registry.update(
                                            writes.request(
                                                    request, "update", request.name(), dryRun),
                                            new Disruption(options, now))
                                    .object()
                                    .revision());
            if (options.resourceVersion().isPresent()) {
                own = options.withResourceVersion(version);
            }
        }
        registry.delete(writes.request(request, "delete", request.name(), dryRun), own);
    }

    /// The change that tells why a pod goes.
    private record Disruption(DeleteOptions options, String now) implements Change {
        @Override
        public Scope scope() {
            return Scope.INTERNAL;
        }

        @Override
        public KubeObject apply(WriteRequest request, KubeObject pod) {
            require(pod, "UID", options.uid(), pod.uid());
            require(pod, "ResourceVersion", options.resourceVersion(), pod.resourceVersion());
            PodConditions.set(
                    pod,
                    "DisruptionTarget",
                    "EvictionByEvictionAPI",
                    "Eviction API: evicting",
                    now);
            return pod;
        }

        private static void require(
                KubeObject pod, String what, Optional<String> wanted, String current) {
            if (wanted.isEmpty() || wanted.get().isEmpty() || wanted.get().equals(current)) {
                return;
            }
            String cause = what.equals("UID") ? "been deleted and then recreated" : "been modified";
            throw StatusErrors.conflict(
                    POD,
                    pod.name(),
                    "the %s in the precondition (%s) does not match the %s in record (%s). The object might have %s"
                            .formatted(what, wanted.get(), what, current, cause));
        }
    }
}
