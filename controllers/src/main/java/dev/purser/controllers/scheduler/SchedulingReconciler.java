package dev.purser.controllers.scheduler;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.event.ActionEventRecorder;
import dev.purser.client.event.EventType;
import dev.purser.client.event.ObjectReference;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Conditions;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// One attempt to give one pod a node.
final class SchedulingReconciler {
    private static final String CONDITION = "PodScheduled";
    private static final GroupVersionKind BINDING = new GroupVersionKind("", "v1", "Binding");
    private static final ActionEventRecorder.Action BOUND =
            new ActionEventRecorder.Action(EventType.NORMAL, "Scheduled", "Binding");
    private static final ActionEventRecorder.Action FAILED =
            new ActionEventRecorder.Action(EventType.WARNING, "FailedScheduling", "Scheduling");

    private final Api api;
    private final InstantSource clock;
    private final ObjectCache pods;
    private final ClusterLoad load;
    private final Assumptions assumptions;
    private final ActionEventRecorder recorder;
    private final LeastRequested choice;
    private final List<Filter> filters = Filter.all();

    SchedulingReconciler(
            ControllerContext context,
            ObjectCache pods,
            ClusterLoad load,
            Assumptions assumptions,
            ActionEventRecorder recorder) {
        this.api = context.api();
        this.clock = context.timers();
        this.pods = pods;
        this.load = load;
        this.assumptions = assumptions;
        this.recorder = recorder;
        this.choice = new LeastRequested(context.random());
    }

    /// How an attempt ended.
    enum Outcome {
        BOUND,
        NO_NODE,
        NOTHING_TO_DO
    }

    Outcome schedule(ObjectKey key) {
        Optional<KubeObject> cached = pods.get(key);
        if (cached.isEmpty() || !needsNode(cached.get())) {
            return Outcome.NOTHING_TO_DO;
        }
        KubeObject pod = cached.get();
        if (!pod.json().path("spec").path("schedulingGates").isEmpty()) {
            report(
                    pod,
                    "SchedulingGated",
                    "Scheduling is blocked due to non-empty scheduling gates");
            return Outcome.NOTHING_TO_DO;
        }
        PodDemand demand = PodDemand.of(pod);
        List<NodeLoad> fitting = new ArrayList<>();
        List<List<Refusal>> refusals = new ArrayList<>();
        for (NodeLoad node : load.nodes()) {
            List<Refusal> against = check(pod, demand, node);
            if (against.isEmpty()) {
                fitting.add(node);
            } else {
                refusals.add(against);
            }
        }
        if (fitting.isEmpty()) {
            fail(pod, new Diagnosis(refusals).message());
            return Outcome.NO_NODE;
        }
        bind(pod, choice.choose(fitting, demand).name());
        return Outcome.BOUND;
    }

    private boolean needsNode(KubeObject pod) {
        return pod.json().path("spec").path("nodeName").asString("").isEmpty()
                && pod.deletionTimestamp().isEmpty()
                && !assumptions.contains(pod.uid());
    }

    private List<Refusal> check(KubeObject pod, PodDemand demand, NodeLoad node) {
        for (Filter filter : filters) {
            List<Refusal> refusals = filter.check(pod, demand, node);
            if (!refusals.isEmpty()) {
                return refusals;
            }
        }
        return List.of();
    }

    private void bind(KubeObject pod, String node) {
        KubeObject binding = KubeObject.named(BINDING, pod.namespace(), pod.name());
        binding.metadata().put("uid", pod.uid());
        binding.json().putObject("target").put("kind", "Node").put("name", node);
        // Before the request: the watch may show the pod on its node before the answer is here.
        assumptions.assume(pod, node);
        try {
            var _ =
                    api.createSubresource(
                            Api.ObjectRef.of(Resources.PODS, pod), "binding", binding);
        } catch (StatusException | ApiUnavailableException e) {
            assumptions.forget(pod.uid());
            throw e;
        }
        recorder.record(
                ObjectReference.of(pod),
                BOUND,
                "Successfully assigned %s/%s to %s".formatted(pod.namespace(), pod.name(), node));
    }

    private void fail(KubeObject pod, String message) {
        if (report(pod, "Unschedulable", message)) {
            recorder.record(ObjectReference.of(pod), FAILED, message);
        }
    }

    /// Writes the condition; returns whether that said anything new.
    private boolean report(KubeObject pod, String reason, String message) {
        Optional<JsonNode> before =
                Conditions.find(pod.json().path("status"), CONDITION)
                        .filter(now -> now.path("status").asString("").equals("False"));
        boolean same =
                before.filter(now ->
                                now.path("reason").asString("").equals(reason)
                                        && now.path("message").asString("").equals(message))
                        .isPresent();
        if (same) {
            return false;
        }
        String transition =
                before.map(now -> now.path("lastTransitionTime").asString(""))
                        .orElseGet(() -> Timestamps.seconds(clock.instant()));
        KubeObject changed = pod.copy();
        ArrayNode conditions = changed.status().withArray("conditions");
        conditions.removeIf(condition -> condition.path("type").asString("").equals(CONDITION));
        ObjectNode condition = conditions.addObject().put("type", CONDITION);
        condition.put("observedGeneration", pod.generation());
        condition.put("status", "False").putNull("lastProbeTime");
        condition.put("lastTransitionTime", transition).put("reason", reason);
        condition.put("message", message);
        var _ = api.updateStatus(Resources.PODS, changed);
        return true;
    }
}
