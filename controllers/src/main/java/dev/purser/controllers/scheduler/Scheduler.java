package dev.purser.controllers.scheduler;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectIndex;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.event.ActionEventRecorder;
import dev.purser.client.event.EventSource;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.PodStates;
import dev.purser.controllers.object.Resources;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Queues pods that need a node, and those that found none whenever that may have changed.
///
/// One worker, so that each decision sees the one before.
public final class Scheduler implements Controller {
    private static final String NAME = "default-scheduler";

    private final WorkQueue<ObjectKey> queue;
    private final Set<ObjectKey> unschedulable = ConcurrentHashMap.newKeySet();
    private final Assumptions assumptions = new Assumptions();
    private final ControlLoop<ObjectKey> loop;

    /// @param instance tells schedulers apart in events: `default-scheduler-HOST`
    public Scheduler(ControllerContext context, String instance) {
        this.queue = new WorkQueue<>(context.timers());
        ObjectIndex byNode = new ObjectIndex("node", pod -> List.of(nodeName(pod)));
        Informer pods = context.informers().of(Resources.PODS).withIndex(byNode);
        Informer nodes = context.informers().of(Resources.NODES);
        ClusterLoad load = new ClusterLoad(nodes.cache(), pods.cache(), byNode, assumptions);
        ActionEventRecorder recorder =
                new ActionEventRecorder(
                        context.api(),
                        new EventSource(NAME, instance),
                        context.events(),
                        context.timers());
        SchedulingReconciler reconciler =
                new SchedulingReconciler(context, pods.cache(), load, assumptions, recorder);
        this.loop = new ControlLoop<>("scheduler", queue, key -> schedule(reconciler, key));
        pods.withHandler(new PodHandler());
        nodes.withHandler(new NodeHandler());
    }

    private void schedule(SchedulingReconciler reconciler, ObjectKey key) {
        // Remembered first: what changes during the attempt then brings the pod back.
        unschedulable.add(key);
        if (reconciler.schedule(key) != SchedulingReconciler.Outcome.NO_NODE) {
            unschedulable.remove(key);
        }
    }

    private static String nodeName(KubeObject pod) {
        return pod.json().path("spec").path("nodeName").asString("");
    }

    private void retryUnschedulable() {
        unschedulable.forEach(queue::add);
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class PodHandler implements ObjectHandler {
        @Override
        public void added(KubeObject pod) {
            if (nodeName(pod).isEmpty()) {
                if (needsNode(pod)) {
                    queue.add(ObjectKey.of(pod));
                }
            } else {
                assumptions.forget(pod.uid());
            }
        }

        private boolean needsNode(KubeObject pod) {
            String scheduler = pod.json().path("spec").path("schedulerName").asString(NAME);
            return scheduler.equals(NAME)
                    && pod.deletionTimestamp().isEmpty()
                    && !PodStates.isTerminal(pod);
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            boolean specChanged =
                    !before.json().path("spec").equals(after.json().path("spec"))
                            || !before.uid().equals(after.uid());
            if (specChanged) {
                added(after);
            }
            if (PodStates.isTerminal(after) && !PodStates.isTerminal(before)) {
                retryUnschedulable();
            }
        }

        @Override
        public void deleted(KubeObject last) {
            assumptions.forget(last.uid());
            unschedulable.remove(ObjectKey.of(last));
            if (!nodeName(last).isEmpty()) {
                retryUnschedulable();
            }
        }
    }

    private final class NodeHandler implements ObjectHandler {
        @Override
        public void added(KubeObject node) {
            retryUnschedulable();
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            boolean matters =
                    !before.json().path("spec").equals(after.json().path("spec"))
                            || !before.labels().equals(after.labels())
                            || !before.json()
                                    .path("status")
                                    .path("allocatable")
                                    .equals(after.json().path("status").path("allocatable"));
            if (matters) {
                retryUnschedulable();
            }
        }

        @Override
        public void deleted(KubeObject last) {
            // One node less gives nobody a chance.
        }
    }
}
