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
import dev.purser.controllers.object.JsonEquality;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/// Keeps the EndpointSlices of Services with a selector. The queue holds Services. What is left of
/// a deleted Service is the garbage collector's.
public final class EndpointSliceController implements Controller {
    private static final GroupVersionKind KIND =
            new GroupVersionKind("discovery.k8s.io", "v1", "EndpointSlice");
    private static final String NAME = "endpointslice-controller.k8s.io";
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final Duration CACHE_PAUSE = Duration.ofMillis(20);

    private final Api api;
    private final ServicePods pods;
    private final ObjectCache nodes;
    private final Informer slices;
    private final TriggerTimes times = new TriggerTimes();
    private final Map<ObjectKey, String> written = new ConcurrentHashMap<>();
    private final WorkQueue<ObjectKey> queue;
    private final ControlLoop<ObjectKey> loop;

    public EndpointSliceController(ControllerContext context) {
        this.api = context.api();
        this.queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("endpointslice-controller", queue, this::reconcile);
        this.pods = ServiceChanges.follow(context, queue);
        this.nodes = context.informers().of(Resources.NODES).cache();
        this.slices = context.informers().of(Resources.ENDPOINT_SLICES);
        slices.withHandler(new ChangeHandler(this::noteSlice));
    }

    private void noteSlice(KubeObject slice) {
        if (isOwn(slice)) {
            queue.add(new ObjectKey(slice.namespace(), serviceName(slice)));
        }
    }

    private static boolean isOwn(KubeObject slice) {
        return slice.labels().getOrDefault(SlicePlan.MANAGED_BY, "").equals(NAME);
    }

    private static String serviceName(KubeObject slice) {
        return slice.labels().getOrDefault(SlicePlan.SERVICE_NAME, "");
    }

    private void reconcile(ObjectKey key) {
        Optional<KubeObject> service = pods.services().get(key);
        if (service.isEmpty()) {
            times.forget(key);
            written.remove(key);
            return;
        }
        if (!slices.hasSeen(written.getOrDefault(key, ""))) {
            queue.addAfter(key, CACHE_PAUSE);
            return;
        }
        if (service.get().deletionTimestamp().isEmpty()
                && ServicePods.hasEndpoints(service.get())) {
            bringAbout(key, service.get());
        }
    }

    private void bringAbout(ObjectKey key, KubeObject service) {
        List<KubeObject> existing =
                slices.cache().inNamespace(key.namespace()).stream()
                        .filter(each -> isOwn(each) && serviceName(each).equals(key.name()))
                        .filter(each -> each.deletionTimestamp().isEmpty())
                        .toList();
        List<KubeObject> members = pods.of(service);
        SlicePlan plan = new SlicePlan(service, this::zone);
        List<Slice> wanted = plan.slices(members, existing);
        Optional<String> trigger = times.next(service, members);
        ObjectNode labels = plan.labels(NAME);
        for (Slice slice : wanted) {
            if (!slice.isThere() || !hasLabels(slice, labels)) {
                write(key, object(service, slice, labels, trigger), slice.existing().isPresent());
            }
        }
        List<KubeObject> kept = wanted.stream().flatMap(each -> each.existing().stream()).toList();
        existing.stream()
                .filter(each -> !kept.contains(each))
                .forEach(each ->
                        api.delete(
                                ObjectRef.of(Resources.ENDPOINT_SLICES, each),
                                DeleteOptions.ofUid(each.uid())));
    }

    private static boolean hasLabels(Slice slice, ObjectNode labels) {
        return slice.existing()
                .filter(each -> JsonEquality.same(each.metadata().path("labels"), labels))
                .isPresent();
    }

    private String zone(String node) {
        return nodes.get("", node).map(found -> found.labels().getOrDefault(ZONE, "")).orElse("");
    }

    private void write(ObjectKey key, KubeObject slice, boolean exists) {
        KubeObject stored =
                exists
                        ? api.update(Resources.ENDPOINT_SLICES, slice)
                        : api.create(Resources.ENDPOINT_SLICES, slice);
        written.put(key, stored.resourceVersion());
    }

    private static KubeObject object(
            KubeObject service, Slice slice, ObjectNode labels, Optional<String> trigger) {
        KubeObject object = slice.existing().map(KubeObject::copy).orElseGet(() -> blank(service));
        object.metadata().set("labels", labels);
        ServiceChanges.annotate(object, trigger);
        object.json().set("endpoints", slice.endpoints());
        object.json().set("ports", slice.ports());
        return object;
    }

    private static KubeObject blank(KubeObject service) {
        KubeObject object = KubeObject.named(KIND, service.namespace(), "");
        object.metadata().remove("name");
        object.metadata().put("generateName", service.name() + "-");
        Owners.adopt(object, service);
        object.json().put("addressType", "IPv4");
        return object;
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
