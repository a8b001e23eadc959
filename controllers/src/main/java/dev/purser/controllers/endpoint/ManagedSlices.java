package dev.purser.controllers.endpoint;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.endpoint.SlicePlan.Slice;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/// The EndpointSlices that one controller manages; those of others are left alone. Thread-safe, if
/// each Service is worked on by one thread at a time.
final class ManagedSlices {
    /// When to ask again whether slices [#areCurrent].
    static final Duration CACHE_PAUSE = Duration.ofMillis(20);

    private static final GroupVersionKind KIND =
            new GroupVersionKind("discovery.k8s.io", "v1", "EndpointSlice");

    private final Api api;
    private final String manager;
    private final Informer slices;
    private final Map<ObjectKey, String> written = new ConcurrentHashMap<>();

    /// @param manager the controller, as it is named in the label `managed-by`
    /// @param queue of Services; those whose slices change are put into it
    ManagedSlices(ControllerContext context, String manager, WorkQueue<ObjectKey> queue) {
        this.api = context.api();
        this.manager = manager;
        this.slices = context.informers().of(Resources.ENDPOINT_SLICES);
        slices.withHandler(
                new ChangeHandler(slice -> {
                    if (isOwn(slice)) {
                        queue.add(new ObjectKey(slice.namespace(), serviceName(slice)));
                    }
                }));
    }

    private boolean isOwn(KubeObject slice) {
        return slice.labels().getOrDefault(SlicePlan.MANAGED_BY, "").equals(manager);
    }

    private static String serviceName(KubeObject slice) {
        return slice.labels().getOrDefault(SlicePlan.SERVICE_NAME, "");
    }

    /// Whether the cache has what was last written for a Service. Plans by an older state would
    /// make slices twice.
    boolean areCurrent(ObjectKey service) {
        return slices.hasSeen(written.getOrDefault(service, ""));
    }

    /// Deletes the slices of a Service that is to have none.
    void deleteAll(ObjectKey service) {
        of(service).forEach(each -> api.deleteIfExists(Resources.ENDPOINT_SLICES, each));
        forget(service);
    }

    /// For a Service whose slices somebody else deletes.
    void forget(ObjectKey service) {
        written.remove(service);
    }

    /// The slices of a Service, but for those that are being deleted.
    List<KubeObject> of(ObjectKey service) {
        return slices.cache().inNamespace(service.namespace()).stream()
                .filter(each -> isOwn(each) && serviceName(each).equals(service.name()))
                .filter(each -> each.deletionTimestamp().isEmpty())
                .toList();
    }

    /// Writes the slices that differ from the plan, and deletes those that are not in it.
    ///
    /// @param owner has the Service's name, and takes the slices with it when it goes
    /// @param existing what the plan was made by
    /// @param labels of each slice
    /// @param note what else to write to a slice that is written
    void bringAbout(
            KubeObject owner,
            List<KubeObject> existing,
            List<Slice> plan,
            ObjectNode labels,
            Consumer<KubeObject> note) {
        for (Slice slice : plan) {
            if (!slice.isThere() || !slice.hasLabels(labels)) {
                KubeObject object =
                        slice.existing().map(KubeObject::copy).orElseGet(() -> blank(owner));
                object.metadata().set("labels", labels);
                object.json().set("endpoints", slice.endpoints());
                object.json().set("ports", slice.ports());
                note.accept(object);
                write(ObjectKey.of(owner), object, slice.existing().isPresent());
            }
        }
        List<KubeObject> kept = plan.stream().flatMap(each -> each.existing().stream()).toList();
        existing.stream()
                .filter(each -> !kept.contains(each))
                .forEach(each -> api.deleteIfExists(Resources.ENDPOINT_SLICES, each));
    }

    private void write(ObjectKey service, KubeObject slice, boolean exists) {
        KubeObject stored =
                exists
                        ? api.update(Resources.ENDPOINT_SLICES, slice)
                        : api.create(Resources.ENDPOINT_SLICES, slice);
        written.put(service, stored.resourceVersion());
    }

    private static KubeObject blank(KubeObject owner) {
        KubeObject object = KubeObject.named(KIND, owner.namespace(), "");
        object.metadata().remove("name");
        object.metadata().put("generateName", owner.name() + "-");
        Owners.adopt(object, owner);
        object.json().put("addressType", "IPv4");
        return object;
    }
}
