package dev.purser.controllers.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import java.util.List;

/// Makes EndpointSlices of the Endpoints that somebody gave a Service without a selector, for those
/// who read slices alone. The queue holds Endpoints.
public final class EndpointSliceMirroring implements Controller {
    private static final String NAME = "endpointslicemirroring-controller.k8s.io";
    private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";

    private final ObjectCache services;
    private final ObjectCache endpoints;
    private final ManagedSlices slices;
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;

    public EndpointSliceMirroring(ControllerContext context) {
        this.queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("endpointslicemirroring-controller", queue, this::reconcile);
        ChangeHandler changes = new ChangeHandler(object -> queue.add(ObjectKey.of(object)));
        this.services = context.informers().of(Resources.SERVICES).withHandler(changes).cache();
        this.endpoints = context.informers().of(Resources.ENDPOINTS).withHandler(changes).cache();
        this.slices = new ManagedSlices(context, NAME, queue);
    }

    private void reconcile(ObjectKey key) {
        if (!slices.areCurrent(key)) {
            queue.addAfter(key, ManagedSlices.CACHE_PAUSE);
            return;
        }
        endpoints
                .get(key)
                .filter(each -> isMirrored(each, key))
                .ifPresentOrElse(each -> mirror(key, each), () -> slices.deleteAll(key));
    }

    private void mirror(ObjectKey key, KubeObject source) {
        List<KubeObject> existing = slices.of(key);
        slices.bringAbout(
                source,
                existing,
                MirrorPlan.slices(source, existing),
                MirrorPlan.labels(source, NAME),
                _ -> {});
    }

    /// What this process or another makes slices of anyway is not mirrored.
    private boolean isMirrored(KubeObject source, ObjectKey key) {
        boolean isWanted =
                !source.labels().getOrDefault(SKIP, "").equals("true")
                        && !source.annotations().containsKey(LEADER)
                        && source.deletionTimestamp().isEmpty();
        return isWanted
                && services.get(key)
                        .filter(service -> service.spec().path("selector").isEmpty())
                        .isPresent();
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }
}
