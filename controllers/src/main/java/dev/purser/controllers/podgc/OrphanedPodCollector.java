package dev.purser.controllers.podgc;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.PatchType;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectIndex;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.PodStates;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Fails and deletes the pods of nodes that do not exist. A node gets some time to come back before
/// that. The queue holds names of nodes.
public final class OrphanedPodCollector implements Controller {
    private static final Duration QUARANTINE = Duration.ofSeconds(40);

    private final Api api;
    private final Timers timers;
    private final ObjectCache nodes;
    private final ObjectCache pods;
    private final ObjectIndex byNode = new ObjectIndex("node", pod -> List.of(nodeName(pod)));
    private final WorkQueue<String> queue;
    private final ControlLoop<String> loop;

    public OrphanedPodCollector(ControllerContext context) {
        this.api = context.api();
        this.timers = context.timers();
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>("pod-garbage-collector", queue, this::reconcile);
        Informer nodeInformer = context.informers().of(Resources.NODES);
        Informer podInformer = context.informers().of(Resources.PODS).withIndex(byNode);
        this.nodes = nodeInformer.cache();
        this.pods = podInformer.cache();
        nodeInformer.withHandler(new NodeHandler());
        podInformer.withHandler(new PodHandler());
    }

    private static String nodeName(KubeObject pod) {
        return pod.json().path("spec").path("nodeName").asString("");
    }

    private void reconcile(String node) {
        List<KubeObject> onNode = pods.find(byNode, node);
        if (onNode.isEmpty() || isThere(node)) {
            return;
        }
        onNode.forEach(this::remove);
    }

    /// Asks the server too: what is deleted here has no way back.
    private boolean isThere(String node) {
        if (nodes.get(new ObjectKey("", node)).isPresent()) {
            return true;
        }
        try {
            return !api.get(Resources.NODES, "", node).uid().isEmpty();
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private void remove(KubeObject pod) {
        try {
            if (!PodStates.isTerminal(pod)) {
                var _ =
                        api.patch(
                                ObjectRef.of(Resources.PODS, pod),
                                "status",
                                PatchType.MERGE,
                                failure(pod));
            }
            api.delete(
                    ObjectRef.of(Resources.PODS, pod),
                    DeleteOptions.ofUid(pod.uid()).withGracePeriodSeconds(0));
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                throw e;
            }
        }
    }

    /// A patch, which is all that the role of this controller allows.
    private ObjectNode failure(KubeObject pod) {
        ArrayNode conditions = pod.copy().status().withArray("conditions");
        conditions.removeIf(
                condition -> condition.path("type").asString("").equals("DisruptionTarget"));
        conditions
                .addObject()
                .put("type", "DisruptionTarget")
                .put("observedGeneration", pod.generation())
                .put("status", "True")
                .putNull("lastProbeTime")
                .put("lastTransitionTime", Timestamps.seconds(timers.instant()))
                .put("reason", "DeletionByPodGC")
                .put("message", "PodGC: node no longer exists");
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata")
                .put("uid", pod.uid())
                .put("resourceVersion", pod.resourceVersion());
        patch.putObject("status")
                .put("observedGeneration", pod.generation())
                .put("phase", "Failed")
                .set("conditions", conditions);
        return patch;
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class NodeHandler implements ObjectHandler {
        @Override
        public void added(KubeObject node) {
            // A node that is there keeps its pods.
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            // A node that is there keeps its pods.
        }

        @Override
        public void deleted(KubeObject last) {
            queue.addAfter(last.name(), QUARANTINE);
        }
    }

    private final class PodHandler implements ObjectHandler {
        @Override
        public void added(KubeObject pod) {
            String node = nodeName(pod);
            if (!node.isEmpty() && nodes.get(new ObjectKey("", node)).isEmpty()) {
                queue.addAfter(node, QUARANTINE);
            }
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            if (!nodeName(before).equals(nodeName(after))) {
                added(after);
            }
        }

        @Override
        public void deleted(KubeObject last) {
            // Nothing is left to clear away.
        }
    }
}
