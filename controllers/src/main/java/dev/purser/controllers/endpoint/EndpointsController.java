package dev.purser.controllers.endpoint;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.JsonEquality;
import dev.purser.controllers.object.Resources;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Keeps the Endpoints of Services with a selector, and removes those of deleted Services. The
/// queue holds Services.
public final class EndpointsController implements Controller {
    private static final GroupVersionKind KIND = new GroupVersionKind("", "v1", "Endpoints");
    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String NAME = "endpoint-controller";

    private final Api api;
    private final ServicePods pods;
    private final Informer endpoints;
    private final TriggerTimes times = new TriggerTimes();
    private final ControlLoop<ObjectKey> loop;

    public EndpointsController(ControllerContext context) {
        this.api = context.api();
        WorkQueue<ObjectKey> queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("endpoint-controller", queue, this::reconcile);
        this.pods = ServiceChanges.follow(context, queue);
        this.endpoints = context.informers().of(Resources.ENDPOINTS);
        endpoints.withHandler(new ChangeHandler(object -> queue.add(ObjectKey.of(object))));
    }

    private void reconcile(ObjectKey key) {
        Optional<KubeObject> service = pods.services().get(key);
        Optional<KubeObject> stored = endpoints.cache().get(key);
        if (service.isEmpty()) {
            times.forget(key);
            stored.filter(EndpointsController::isOwn)
                    .ifPresent(each -> api.deleteIfExists(Resources.ENDPOINTS, each));
        } else if (ServicePods.hasEndpoints(service.get())
                && service.get().deletionTimestamp().isEmpty()) {
            bringAbout(service.get(), stored);
        }
    }

    /// What somebody else has made stays without its Service, too.
    private static boolean isOwn(KubeObject stored) {
        return stored.labels().getOrDefault(MANAGED_BY, "").equals(NAME);
    }

    private void bringAbout(KubeObject service, Optional<KubeObject> stored) {
        var members = pods.of(service);
        ArrayNode subsets = new EndpointSubsets(service).of(members);
        ObjectNode labels = labels(service);
        Optional<String> trigger = times.next(service, members);
        if (stored.isPresent() && isSame(stored.get(), subsets, labels)) {
            return;
        }
        KubeObject wanted =
                stored.map(KubeObject::copy)
                        .orElseGet(
                                () -> KubeObject.named(KIND, service.namespace(), service.name()));
        wanted.metadata().set("labels", labels);
        ServiceChanges.annotate(wanted, trigger);
        if (subsets.isEmpty()) {
            wanted.json().remove("subsets");
        } else {
            wanted.json().set("subsets", subsets);
        }
        if (stored.isPresent()) {
            api.update(Resources.ENDPOINTS, wanted);
        } else {
            api.create(Resources.ENDPOINTS, wanted);
        }
    }

    private static boolean isSame(KubeObject stored, ArrayNode subsets, ObjectNode labels) {
        JsonNode now = stored.json().path("subsets");
        return JsonEquality.same(stored.metadata().path("labels"), labels)
                && (now.isEmpty() ? subsets.isEmpty() : JsonEquality.same(now, subsets));
    }

    private static ObjectNode labels(KubeObject service) {
        ObjectNode labels = JsonNodeFactory.instance.objectNode();
        service.labels().forEach(labels::put);
        labels.remove(SlicePlan.HEADLESS);
        labels.put(MANAGED_BY, NAME);
        if (ServicePods.isHeadless(service)) {
            labels.put(SlicePlan.HEADLESS, "");
        }
        return labels;
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
