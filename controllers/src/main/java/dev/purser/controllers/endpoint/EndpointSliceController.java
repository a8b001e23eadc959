package dev.purser.controllers.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.util.List;
import java.util.Optional;

/// Keeps the EndpointSlices of Services with a selector. The queue holds Services. What is left of
/// a deleted Service is the garbage collector's.
public final class EndpointSliceController implements Controller {
    private static final String NAME = "endpointslice-controller.k8s.io";
    private static final String ZONE = "topology.kubernetes.io/zone";

    private final ServicePods pods;
    private final ObjectCache nodes;
    private final ManagedSlices slices;
    private final TriggerTimes times = new TriggerTimes();
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;

    public EndpointSliceController(ControllerContext context) {
        this.queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("endpointslice-controller", queue, this::reconcile);
        this.pods = ServiceChanges.follow(context, queue);
        this.nodes = context.informers().of(Resources.NODES).cache();
        this.slices = new ManagedSlices(context, NAME, queue);
    }

    private void reconcile(ObjectKey key) {
        Optional<KubeObject> service = pods.services().get(key);
        if (service.isEmpty()) {
            times.forget(key);
            slices.forget(key);
            return;
        }
        if (!slices.areCurrent(key)) {
            queue.addAfter(key, ManagedSlices.CACHE_PAUSE);
            return;
        }
        if (service.get().deletionTimestamp().isEmpty()
                && ServicePods.hasEndpoints(service.get())) {
            bringAbout(key, service.get());
        }
    }

    private void bringAbout(ObjectKey key, KubeObject service) {
        List<KubeObject> existing = slices.of(key);
        List<KubeObject> members = pods.of(service);
        SlicePlan plan = new SlicePlan(service, this::zone);
        Optional<String> trigger = times.next(service, members);
        slices.bringAbout(
                service,
                existing,
                plan.slices(members, existing),
                plan.labels(NAME),
                slice -> ServiceChanges.annotate(slice, trigger));
    }

    private String zone(String node) {
        return nodes.get("", node).map(found -> found.labels().getOrDefault(ZONE, "")).orElse("");
    }

    @Override
    public void start() {
        loop.start(2);
    }

    @Override
    public void close() {
        loop.close();
    }
}
