package dev.purser.controllers.deployment;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.Resources;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Queues Deployments when they, their ReplicaSets or (for `Recreate`) their last pods change.
public final class DeploymentController implements Controller {
    private static final int WORKERS = 5;

    private final ObjectCache deployments;
    private final ObjectCache sets;
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;

    public DeploymentController(ControllerContext context) {
        this.deployments = context.informers().of(Resources.DEPLOYMENTS).cache();
        this.sets = context.informers().of(Resources.REPLICA_SETS).cache();
        this.queue = new WorkQueue<>(context.timers());
        this.loop =
                new ControlLoop<>(
                        "deployment-controller", queue, new DeploymentReconciler(context, queue));
        context.informers()
                .of(Resources.DEPLOYMENTS)
                .withHandler(new ChangeHandler(object -> queue.add(ObjectKey.of(object))));
        context.informers().of(Resources.REPLICA_SETS).withHandler(new SetHandler());
        context.informers().of(Resources.PODS).withHandler(new PodHandler());
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
            Optional<ObjectKey> owner = controller(set, "Deployment", deployments);
            if (owner.isPresent()) {
                queue.add(owner.get());
            } else {
                queueMatching(set);
            }
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            controller(before, "Deployment", deployments).ifPresent(queue::add);
            added(after);
        }

        @Override
        public void deleted(KubeObject last) {
            controller(last, "Deployment", deployments).ifPresent(queue::add);
        }

        private void queueMatching(KubeObject set) {
            if (Owners.controllerOf(set).isPresent()) {
                return;
            }
            for (KubeObject object : deployments.inNamespace(set.namespace())) {
                if (new Deployment(object).labelSelector().matches(set.labels())) {
                    queue.add(ObjectKey.of(object));
                }
            }
        }
    }

    private final class PodHandler implements ObjectHandler {
        @Override
        public void added(KubeObject pod) {
            // A new pod changes nothing that its ReplicaSet's status does not tell.
        }

        @Override
        public void updated(KubeObject before, KubeObject after) {
            if (!before.uid().equals(after.uid())) {
                deleted(before);
            }
        }

        @Override
        public void deleted(KubeObject last) {
            controller(last, "ReplicaSet", sets)
                    .flatMap(sets::get)
                    .flatMap(set -> controller(set, "Deployment", deployments))
                    .filter(key ->
                            deployments
                                    .get(key)
                                    .filter(object -> new Deployment(object).isRecreate())
                                    .isPresent())
                    .ifPresent(queue::add);
        }
    }

    private static Optional<ObjectKey> controller(
            KubeObject object, String kind, ObjectCache candidates) {
        Optional<JsonNode> reference =
                Owners.controllerOf(object)
                        .filter(owner -> owner.path("kind").asString("").equals(kind));
        return reference
                .map(owner -> new ObjectKey(object.namespace(), owner.path("name").asString("")))
                .filter(key ->
                        candidates
                                .get(key)
                                .filter(owner -> Owners.isControlledBy(object, owner))
                                .isPresent());
    }
}
