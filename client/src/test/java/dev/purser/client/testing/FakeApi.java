package dev.purser.client.testing;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.FieldSelector;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.ObjectList;
import dev.purser.client.PatchType;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.node.ConfigFeed;
import dev.purser.client.time.Timestamps;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// An API server in memory for tests: versions, conflicts, watches, generations, finalizers, pod
/// grace periods, bindings, and failures on demand. Knows no schemas: nothing is defaulted beyond
/// the metadata, and nothing is validated. Thread-safe.
public final class FakeApi implements Api {
    private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private final FakeStore store = new FakeStore();
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Faults faults;

    public FakeApi(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        this.faults = new Faults(random);
    }

    /// Failures to come.
    public Faults faults() {
        return faults;
    }

    /// Ends all watches, as a broken connection does.
    public synchronized void breakWatches() {
        store.breakWatches();
    }

    /// Forgets the history: a watch from an older version gets 410.
    public synchronized void forgetHistory() {
        store.forgetHistory();
    }

    /// How many watches are open.
    public synchronized int watchCount() {
        return store.watchCount();
    }

    /// How many watches of a resource are open.
    public synchronized long watchCount(GroupVersionResource resource) {
        return store.watchCount(resource);
    }

    /// Whether the readers of all watches have taken all their events.
    public synchronized boolean isQuiet() {
        return store.isQuiet();
    }

    private void call(String verb, GroupVersionResource resource, String name) {
        faults.meet(new Faults.Call(verb, resource, name))
                .ifPresent(error -> {
                    throw error;
                });
    }

    @Override
    public synchronized KubeObject get(
            GroupVersionResource resource, String namespace, String name) {
        call("get", resource, name);
        return existing(resource, namespace, name).copy();
    }

    private KubeObject existing(GroupVersionResource resource, String namespace, String name) {
        return store.get(resource, new ObjectKey(namespace, name))
                .orElseThrow(() -> StatusErrors.notFound(resource.groupResource(), name));
    }

    @Override
    public synchronized ObjectList list(
            GroupVersionResource resource, String namespace, ListOptions options) {
        call("list", resource, "");
        List<KubeObject> all =
                store
                        .list(
                                filter(
                                        resource,
                                        namespace,
                                        options.labelSelector(),
                                        options.fieldSelector()))
                        .stream()
                        .map(KubeObject::copy)
                        .toList();
        int from =
                options.continueToken().isEmpty() ? 0 : Integer.parseInt(options.continueToken());
        int to = options.limit() == 0 ? all.size() : Math.min(all.size(), from + options.limit());
        String more = to < all.size() ? Integer.toString(to) : "";
        return new ObjectList(all.subList(from, to), Long.toString(store.version()), more);
    }

    private static FakeStore.Filter filter(
            GroupVersionResource resource, String namespace, String labels, String fields) {
        return new FakeStore.Filter(
                resource, namespace, LabelSelector.parse(labels), FieldSelector.parse(fields));
    }

    @Override
    public synchronized Watch watch(
            GroupVersionResource resource, String namespace, WatchOptions options) {
        call("watch", resource, "");
        if (resource.equals(ConfigFeed.RESOURCE)) {
            // Like a Kubernetes of somebody else.
            throw new StatusException(StatusReason.NOT_FOUND, "there is no such resource");
        }
        FakeStore.Filter filter =
                filter(resource, namespace, options.labelSelector(), options.fieldSelector());
        if (!options.resourceVersion().isEmpty()) {
            return store.watch(filter, Long.parseLong(options.resourceVersion()), this::unwatch);
        }
        FakeWatch watch = store.watch(filter, store.version(), this::unwatch);
        store.list(filter)
                .forEach(object -> watch.put(new Watch.Event(Watch.Type.ADDED, object.copy())));
        return watch;
    }

    private synchronized void unwatch(FakeWatch watch) {
        store.unwatch(watch);
    }

    @Override
    public synchronized KubeObject create(GroupVersionResource resource, KubeObject given) {
        KubeObject object = given.copy();
        ObjectNode metadata = object.metadata();
        if (object.name().isEmpty()) {
            metadata.put("name", metadata.path("generateName").asString("") + suffix());
        }
        call("create", resource, object.name());
        refuseInTerminatingNamespace(resource, object);
        if (store.get(resource, ObjectKey.of(object)).isPresent()) {
            throw StatusErrors.alreadyExists(resource.groupResource(), object.name());
        }
        metadata.put("uid", new UUID(random.nextLong(), random.nextLong()).toString());
        metadata.put("creationTimestamp", Timestamps.seconds(clock.instant()));
        metadata.remove("deletionTimestamp");
        if (object.json().has("spec") && !resource.resource().equals("namespaces")) {
            metadata.put("generation", 1);
        }
        FakeKinds.prepareCreate(resource, object);
        store.put(resource, object);
        return object.copy();
    }

    private String suffix() {
        StringBuilder suffix = new StringBuilder();
        for (int i = 0; i < 5; i++) {
            suffix.append(SUFFIX_LETTERS.charAt(random.nextInt(SUFFIX_LETTERS.length())));
        }
        return suffix.toString();
    }

    private void refuseInTerminatingNamespace(GroupVersionResource resource, KubeObject object) {
        String namespace = object.namespace();
        boolean terminating =
                store.get(FakeKinds.NAMESPACES, new ObjectKey("", namespace))
                        .flatMap(KubeObject::deletionTimestamp)
                        .isPresent();
        if (terminating) {
            throw FakeKinds.namespaceTerminating(resource, object);
        }
    }

    @Override
    public synchronized KubeObject createSubresource(
            ObjectRef parent, String subresource, KubeObject body) {
        call("create", parent.resource(), parent.name());
        if (subresource.equals("token")) {
            KubeObject answer = body.copy();
            answer.status().put("token", "token-of-" + existing(parent).name());
            return answer;
        }
        if (!subresource.equals("binding")) {
            throw StatusErrors.notFound(parent.resource().groupResource(), parent.name());
        }
        KubeObject pod = existing(parent).copy();
        FakeKinds.bind(pod, body, Timestamps.seconds(clock.instant()));
        store.put(parent.resource(), pod);
        return body.copy();
    }

    private KubeObject existing(ObjectRef ref) {
        return existing(ref.resource(), ref.namespace(), ref.name());
    }

    @Override
    public synchronized KubeObject update(GroupVersionResource resource, KubeObject object) {
        call("update", resource, object.name());
        KubeObject before = existing(resource, object.namespace(), object.name());
        checkVersion(resource, before, object);
        return replace(resource, before, object.copy());
    }

    private static void checkVersion(
            GroupVersionResource resource, KubeObject before, KubeObject given) {
        String version = given.resourceVersion();
        if (!version.isEmpty() && !version.equals(before.resourceVersion())) {
            throw StatusErrors.conflict(
                    resource.groupResource(),
                    given.name(),
                    "the object has been modified; please apply your changes to the latest version"
                            + " and try again");
        }
    }

    private KubeObject replace(
            GroupVersionResource resource, KubeObject before, KubeObject changed) {
        keep(before.metadata(), changed.metadata(), "uid");
        keep(before.metadata(), changed.metadata(), "creationTimestamp");
        keep(before.metadata(), changed.metadata(), "deletionTimestamp");
        keep(before.metadata(), changed.metadata(), "deletionGracePeriodSeconds");
        keep(before.metadata(), changed.metadata(), "generation");
        keep(before.metadata(), changed.metadata(), "resourceVersion");
        if (FakeKinds.hasStatus(resource)) {
            keep(before.json(), changed.json(), "status");
        }
        if (!before.json().path("spec").equals(changed.json().path("spec"))
                && before.metadata().has("generation")) {
            changed.metadata().put("generation", (int) before.generation() + 1);
        }
        return store(resource, before, changed);
    }

    private static void keep(ObjectNode from, ObjectNode to, String field) {
        JsonNode value = from.get(field);
        if (value == null) {
            to.remove(field);
        } else {
            to.set(field, value.deepCopy());
        }
    }

    /// Writes unless nothing changed; the last finalizer of a deleted object takes it away.
    private KubeObject store(GroupVersionResource resource, KubeObject before, KubeObject changed) {
        if (before.json().equals(changed.json())) {
            return changed;
        }
        store.put(resource, changed);
        if (FakeKinds.isFinished(resource, changed)) {
            store.remove(resource, changed);
        }
        return changed.copy();
    }

    @Override
    public synchronized KubeObject updateSubresource(
            ObjectRef parent, String subresource, KubeObject body) {
        call("update", parent.resource(), parent.name());
        KubeObject before = existing(parent);
        checkVersion(parent.resource(), before, body);
        KubeObject changed = before.copy();
        switch (subresource) {
            case "status" -> {
                keep(body.json(), changed.json(), "status");
                keep(body.metadata(), changed.metadata(), "annotations");
            }
            case "finalize" -> changed.spec().set("finalizers", body.spec().path("finalizers"));
            default -> throw StatusErrors.notFound(parent.resource().groupResource(), subresource);
        }
        return store(parent.resource(), before, changed);
    }

    @Override
    public synchronized KubeObject patch(
            ObjectRef object, String subresource, PatchType type, JsonNode patch) {
        call("patch", object.resource(), object.name());
        if (type != PatchType.MERGE) {
            throw StatusErrors.badRequest("the fake API knows merge patches only");
        }
        KubeObject before = existing(object);
        KubeObject changed = before.copy();
        merge(changed.json(), patch);
        checkVersion(object.resource(), before, changed);
        return subresource.equals("status")
                ? store(object.resource(), before, changed)
                : replace(object.resource(), before, changed);
    }

    private static void merge(ObjectNode target, JsonNode patch) {
        patch.properties()
                .forEach(entry -> {
                    JsonNode value = entry.getValue();
                    if (value.isNull()) {
                        target.remove(entry.getKey());
                    } else if (value.isObject()) {
                        JsonNode inner = target.get(entry.getKey());
                        merge(
                                inner instanceof ObjectNode o
                                        ? o
                                        : target.putObject(entry.getKey()),
                                value);
                    } else {
                        target.set(entry.getKey(), value.deepCopy());
                    }
                });
    }

    @Override
    public synchronized void delete(ObjectRef ref, DeleteOptions options) {
        call("delete", ref.resource(), ref.name());
        KubeObject before = existing(ref);
        checkPrecondition(ref, options.uid().orElse(null), before.uid(), "UID");
        checkPrecondition(
                ref,
                options.resourceVersion().orElse(null),
                before.resourceVersion(),
                "ResourceVersion");
        KubeObject marked = before.copy();
        addFinalizer(marked, options);
        long grace = FakeKinds.gracePeriodSeconds(ref.resource(), marked, options);
        boolean held = FakeKinds.isHeld(ref.resource(), marked);
        if (grace == 0 && !held) {
            store.remove(ref.resource(), before);
            return;
        }
        if (before.deletionTimestamp().isEmpty()) {
            marked.metadata()
                    .put(
                            "deletionTimestamp",
                            Timestamps.seconds(clock.instant().plusSeconds(grace)))
                    .put("deletionGracePeriodSeconds", grace);
            if (marked.metadata().has("generation")) {
                marked.metadata().put("generation", (int) before.generation() + 1);
            }
        } else if (grace < marked.metadata().path("deletionGracePeriodSeconds").asLong(0)) {
            marked.metadata().put("deletionGracePeriodSeconds", grace);
        }
        FakeKinds.markTerminating(ref.resource(), marked);
        store(ref.resource(), before, marked);
    }

    private static void checkPrecondition(
            ObjectRef ref, @Nullable String wanted, String actual, String what) {
        if (wanted != null && !wanted.equals(actual)) {
            throw StatusErrors.conflict(
                    ref.resource().groupResource(),
                    ref.name(),
                    "Precondition failed: %s in precondition: %s, %s in object meta: %s"
                            .formatted(what, wanted, what, actual));
        }
    }

    private static void addFinalizer(KubeObject object, DeleteOptions options) {
        String wanted =
                options.propagation()
                        .map(policy ->
                                switch (policy) {
                                    case ORPHAN -> "orphan";
                                    case FOREGROUND -> "foregroundDeletion";
                                    case BACKGROUND -> "";
                                })
                        .orElse("");
        if (wanted.isEmpty()) {
            return;
        }
        ArrayNode finalizers = object.metadata().withArray("finalizers");
        List<String> present = new ArrayList<>();
        finalizers.forEach(finalizer -> present.add(finalizer.asString("")));
        if (!present.contains(wanted)) {
            finalizers.add(wanted);
        }
    }
}
