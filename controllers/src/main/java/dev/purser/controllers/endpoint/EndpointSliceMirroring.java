package dev.purser.controllers.endpoint;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.endpoint.SlicePlan.Slice;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/// Makes EndpointSlices of the Endpoints that somebody gave a Service without a selector, for those
/// who read slices alone. The queue holds Endpoints.
public final class EndpointSliceMirroring implements Controller {
    private static final GroupVersionKind KIND =
            new GroupVersionKind("discovery.k8s.io", "v1", "EndpointSlice");
    private static final String NAME = "endpointslicemirroring-controller.k8s.io";
    private static final String SKIP = "endpointslice.kubernetes.io/skip-mirror";
    private static final String LEADER = "control-plane.alpha.kubernetes.io/leader";
    private static final Duration CACHE_PAUSE = Duration.ofMillis(20);

    private final Api api;
    private final ObjectCache services;
    private final ObjectCache endpoints;
    private final Informer slices;
    private final Map<ObjectKey, String> written = new ConcurrentHashMap<>();
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;

    public EndpointSliceMirroring(ControllerContext context) {
        this.api = context.api();
        this.queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("endpointslicemirroring-controller", queue, this::reconcile);
        ChangeHandler changes = new ChangeHandler(object -> queue.add(ObjectKey.of(object)));
        this.services = context.informers().of(Resources.SERVICES).withHandler(changes).cache();
        this.endpoints = context.informers().of(Resources.ENDPOINTS).withHandler(changes).cache();
        this.slices = context.informers().of(Resources.ENDPOINT_SLICES);
        slices.withHandler(
                new ChangeHandler(slice -> {
                    if (isOwn(slice)) {
                        queue.add(new ObjectKey(slice.namespace(), serviceName(slice)));
                    }
                }));
    }

    private static boolean isOwn(KubeObject slice) {
        return slice.labels().getOrDefault(SlicePlan.MANAGED_BY, "").equals(NAME);
    }

    private static String serviceName(KubeObject slice) {
        return slice.labels().getOrDefault(SlicePlan.SERVICE_NAME, "");
    }

    private void reconcile(ObjectKey key) {
        if (!slices.hasSeen(written.getOrDefault(key, ""))) {
            queue.addAfter(key, CACHE_PAUSE);
            return;
        }
        List<KubeObject> existing =
                slices.cache().inNamespace(key.namespace()).stream()
                        .filter(each -> isOwn(each) && serviceName(each).equals(key.name()))
                        .toList();
        Optional<KubeObject> source = endpoints.get(key).filter(each -> isMirrored(each, key));
        List<Slice> wanted =
                source.map(each -> MirrorPlan.slices(each, existing)).orElse(List.of());
        source.ifPresent(each -> write(key, each, wanted));
        List<KubeObject> kept = wanted.stream().flatMap(each -> each.existing().stream()).toList();
        existing.stream().filter(each -> !kept.contains(each)).forEach(this::delete);
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

    private void write(ObjectKey key, KubeObject source, List<Slice> wanted) {
        ObjectNode labels = MirrorPlan.labels(source, NAME);
        for (Slice slice : wanted) {
            if (slice.isThere() && MirrorPlan.hasLabels(slice, labels)) {
                continue;
            }
            KubeObject object =
                    slice.existing().map(KubeObject::copy).orElseGet(() -> blank(source));
            object.metadata().set("labels", labels);
            object.json().set("endpoints", slice.endpoints());
            object.json().set("ports", slice.ports());
            KubeObject stored =
                    slice.existing().isPresent()
                            ? api.update(Resources.ENDPOINT_SLICES, object)
                            : api.create(Resources.ENDPOINT_SLICES, object);
            written.put(key, stored.resourceVersion());
        }
    }

    private static KubeObject blank(KubeObject source) {
        KubeObject object = KubeObject.named(KIND, source.namespace(), "");
        object.metadata().remove("name");
        object.metadata().put("generateName", source.name() + "-");
        Owners.adopt(object, source);
        object.json().put("addressType", "IPv4");
        return object;
    }

    private void delete(KubeObject slice) {
        api.delete(
                ObjectRef.of(Resources.ENDPOINT_SLICES, slice), DeleteOptions.ofUid(slice.uid()));
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
