package dev.purser.controllers.node;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.event.EventRecorder;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Conditions;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Watches over nodes by their leases. The queue holds names of nodes.
public final class NodeLifecycle implements Controller {
    private static final String LEASES = "kube-node-lease";
    private static final List<String> REPORTED =
            List.of("MemoryPressure", "DiskPressure", "PIDPressure", "Ready");

    private final Api api;
    private final Timers timers;
    private final EventRecorder recorder;
    private final ObjectCache nodes;
    private final Heartbeats heartbeats;
    private final WorkQueue<String> queue;
    private final ControlLoop<String> loop;

    public NodeLifecycle(ControllerContext context) {
        this.api = context.api();
        this.timers = context.timers();
        this.recorder = context.recorder("node-controller");
        this.queue = new WorkQueue<>(timers);
        this.heartbeats = new Heartbeats(timers, queue::add);
        this.loop = new ControlLoop<>("node-controller", queue, this::reconcile);
        Informer nodeInformer = context.informers().of(Resources.NODES);
        nodeInformer.withHandler(new NodeHandler());
        this.nodes = nodeInformer.cache();
        context.informers()
                .with(InformerOptions.all(Resources.LEASES).inNamespace(LEASES))
                .withHandler(new ChangeHandler(this::beat));
    }

    private void beat(KubeObject lease) {
        if (heartbeats.isSilent(lease.name())) {
            queue.add(lease.name());
        }
        if (nodes.get(new ObjectKey("", lease.name())).isPresent()) {
            heartbeats.beat(lease.name());
        }
    }

    private void reconcile(String name) {
        Optional<KubeObject> cached = nodes.get(new ObjectKey("", name));
        if (cached.isEmpty()) {
            return;
        }
        KubeObject node = cached.get();
        if (heartbeats.isSilent(name) && !isUnknown(node)) {
            node = api.updateStatus(Resources.NODES, silenced(node));
            recorder.normal(
                    node, "NodeNotReady", "Node %s status is now: NodeNotReady".formatted(name));
        }
        KubeObject tainted = node.copy();
        if (NodeTaints.apply(tainted, timers.instant())) {
            var _ = api.update(Resources.NODES, tainted);
        }
    }

    private static boolean isUnknown(KubeObject node) {
        JsonNode status = node.json().path("status");
        return REPORTED.stream()
                .allMatch(type -> Conditions.status(status, type).equals("Unknown"));
    }

    /// The node with all that it reports of itself unknown.
    private KubeObject silenced(KubeObject node) {
        KubeObject silenced = node.copy();
        String now = Timestamps.seconds(timers.instant());
        ArrayNode conditions = silenced.status().withArray("conditions");
        for (String type : REPORTED) {
            Optional<JsonNode> reported = Conditions.find(silenced.status(), type);
            ObjectNode condition =
                    reported.isPresent()
                            ? (ObjectNode) reported.get()
                            : neverReported(conditions.addObject(), type, node);
            if (condition.path("status").asString("").equals("Unknown")) {
                continue;
            }
            condition.put("status", "Unknown").put("lastTransitionTime", now);
            if (reported.isPresent()) {
                condition.put("reason", "NodeStatusUnknown");
                condition.put("message", "Kubelet stopped posting node status.");
            }
        }
        return silenced;
    }

    private static ObjectNode neverReported(ObjectNode condition, String type, KubeObject node) {
        return condition
                .put("type", type)
                .put("status", "")
                .put("lastHeartbeatTime", node.metadata().path("creationTimestamp").asString(""))
                .put("reason", "NodeStatusNeverUpdated")
                .put("message", "Kubelet never posted node status.");
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
        heartbeats.close();
    }

    private final class NodeHandler implements ObjectHandler {
        @Override
        public void added(KubeObject node) {
            heartbeats.beat(node.name());
            queue.add(node.name());
            recorder.normal(
                    node,
                    "RegisteredNode",
                    "Node %s event: Registered Node %s in Controller"
                            .formatted(node.name(), node.name()));
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            if (!readyHeartbeat(before).equals(readyHeartbeat(after))) {
                heartbeats.beat(after.name());
            }
            queue.add(after.name());
        }

        private static String readyHeartbeat(KubeObject node) {
            return Conditions.find(node.json().path("status"), "Ready")
                    .map(ready -> ready.path("lastHeartbeatTime").asString(""))
                    .orElse("");
        }

        @Override
        public void deleted(KubeObject last) {
            heartbeats.forget(last.name());
            recorder.normal(
                    last,
                    "RemovingNode",
                    "Node %s event: Removing Node %s from Controller"
                            .formatted(last.name(), last.name()));
        }
    }
}
