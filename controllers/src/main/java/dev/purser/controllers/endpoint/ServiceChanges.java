package dev.purser.controllers.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Puts Services into a queue when they, or pods that they select or selected, change. Thread-safe.
///
/// Pods change often in ways that no endpoint shows; the work then finds nothing to write.
record ServiceChanges(ServicePods members, WorkQueue<ObjectKey> queue) implements ObjectHandler {
    /// Registers with the informers.
    ///
    /// @return the pods of each Service
    static ServicePods follow(ControllerContext context, WorkQueue<ObjectKey> queue) {
        Informer services = context.informers().of(Resources.SERVICES);
        services.withHandler(new ChangeHandler(service -> queue.add(ObjectKey.of(service))));
        Informer pods = context.informers().of(Resources.PODS);
        ServicePods members = new ServicePods(services.cache(), pods.cache());
        pods.withHandler(new ServiceChanges(members, queue));
        return members;
    }

    /// Notes the reason of a change, or that it is unknown.
    static void annotate(KubeObject endpoints, Optional<String> trigger) {
        ObjectNode metadata = endpoints.metadata();
        if (trigger.isPresent()) {
            metadata.withObject("annotations").put(TriggerTimes.ANNOTATION, trigger.get());
        } else if (metadata.path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(TriggerTimes.ANNOTATION);
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
    }

    @Override
    public void added(KubeObject pod) {
        members.selecting(pod).forEach(service -> queue.add(ObjectKey.of(service)));
    }

    @Override
    public void updated(KubeObject before, KubeObject after) {
        if (!before.labels().equals(after.labels())) {
            added(before);
        }
        added(after);
    }

    @Override
    public void deleted(KubeObject last) {
        added(last);
    }
}
