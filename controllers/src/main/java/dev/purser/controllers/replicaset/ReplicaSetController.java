package dev.purser.controllers.replicaset;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectIndex;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.Resources;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Queues ReplicaSets, or ReplicationControllers, when they or their pods change.
public final class ReplicaSetController implements Controller {
    private static final int WORKERS = 5;

    private final ReplicaKind kind;
    private final ObjectCache sets;
    private final WorkQueue<ObjectKey> queue;
    private final Expectations expectations;
    private final ControlLoop<ObjectKey> loop;

    /// The controller of ReplicaSets.
    public static ReplicaSetController ofReplicaSets(ControllerContext context) {
        return new ReplicaSetController(context, ReplicaKind.REPLICA_SET);
    }

    /// The controller of ReplicationControllers.
    public static ReplicaSetController ofReplicationControllers(ControllerContext context) {
        return new ReplicaSetController(context, ReplicaKind.REPLICATION_CONTROLLER);
    }

    private ReplicaSetController(ControllerContext context, ReplicaKind kind) {
        this.kind = kind;
        Informer setInformer = context.informers().of(kind.resource());
        Informer podInformer =
                context.informers().of(Resources.PODS).withIndex(ObjectIndex.byUid());
        this.sets = setInformer.cache();
        this.queue = new WorkQueue<>(context.timers());
        this.expectations = new Expectations(podInformer);
        ReplicaSetReconciler reconciler =
                new ReplicaSetReconciler(
                        context, kind, sets, podInformer.cache(), expectations, queue);
        this.loop = new ControlLoop<>(kind.controller(), queue, reconciler);
        setInformer.withHandler(new SetHandler());
        podInformer.withHandler(new PodHandler());
    }

    @Override
    public void start() {
        loop.start(WORKERS);
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class SetHandler implements ObjectHandler {
        @Override
        public void added(KubeObject set) {
            queue.add(ObjectKey.of(set));
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            if (!before.uid().equals(after.uid())) {
                deleted(before);
            }
            queue.add(ObjectKey.of(after));
        }

        @Override
        public void deleted(KubeObject last) {
            expectations.forget(ObjectKey.of(last));
            queue.add(ObjectKey.of(last));
        }
    }

    private final class PodHandler implements ObjectHandler {
        @Override
        public void added(KubeObject pod) {
            Optional<ObjectKey> owner = owner(pod);
            if (owner.isPresent()) {
                queue.add(owner.get());
            } else {
                queueMatching(pod);
            }
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            Optional<ObjectKey> ownerBefore = owner(before);
            Optional<ObjectKey> owner = owner(after);
            if (!owner.equals(ownerBefore)) {
                ownerBefore.ifPresent(queue::add);
            }
            if (owner.isPresent()) {
                queue.add(owner.get());
            } else if (!before.labels().equals(after.labels()) || !owner.equals(ownerBefore)) {
                queueMatching(after);
            }
        }

        @Override
        public void deleted(KubeObject last) {
            owner(last).ifPresent(queue::add);
        }

        /// The ReplicaSet that controls the pod, if the cache has it under the same uid.
        private Optional<ObjectKey> owner(KubeObject pod) {
            Optional<JsonNode> owner =
                    Owners.controllerOf(pod)
                            .filter(ref -> ref.path("kind").asString("").equals(kind.kind()));
            return owner.map(ref -> new ObjectKey(pod.namespace(), ref.path("name").asString("")))
                    .filter(key ->
                            sets.get(key)
                                    .filter(set -> Owners.isControlledBy(pod, set))
                                    .isPresent());
        }

        private void queueMatching(KubeObject pod) {
            for (KubeObject set : sets.inNamespace(pod.namespace())) {
                if (new ReplicaSet(set).selector().matches(pod.labels())) {
                    queue.add(ObjectKey.of(set));
                }
            }
        }
    }
}
