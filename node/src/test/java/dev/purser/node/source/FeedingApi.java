package dev.purser.node.source;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.ObjectList;
import dev.purser.client.PatchType;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.client.node.ConfigFeed;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.Faults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// A [FakeApi] with a configuration feed: after every write through it, its feeds are told what is
/// another than before. All pods are on the node. Thread-safe.
public final class FeedingApi implements Api {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");

    private final FakeApi api;
    private final List<Feed> feeds = new ArrayList<>();

    public FeedingApi(FakeApi api) {
        this.api = api;
    }

    /// Ends all watches, as a broken connection does.
    public synchronized void breakWatches() {
        api.breakWatches();
        feeds.forEach(feed -> feed.closed = true);
        feeds.clear();
    }

    /// How many feeds are open.
    public synchronized int feedCount() {
        feeds.removeIf(Feed::isClosed);
        return feeds.size();
    }

    private final class Feed implements Watch {
        private final LinkedBlockingQueue<Event> events = new LinkedBlockingQueue<>();
        private final Map<ConfigKey, String> told = new HashMap<>();
        private final Set<ConfigKey> done = new HashSet<>();
        private volatile boolean closed;

        /// Tells what is another than before, and how far it has come.
        void catchUp() {
            ObjectList pods = api.list(PODS, "", ListOptions.all());
            Set<ConfigKey> named = new HashSet<>();
            pods.items().forEach(pod -> named.addAll(PodReferences.of(pod)));
            for (ConfigKey key : Set.copyOf(told.keySet())) {
                if (!named.contains(key)) {
                    told.remove(key);
                    done.remove(key);
                    KubeObject stub = stub(key, pods.resourceVersion());
                    stub.metadata().putObject("annotations").put(ConfigFeed.UNREFERENCED, "true");
                    events.add(new Event(Type.DELETED, stub));
                }
            }
            for (ConfigKey key : named) {
                if (!done.contains(key)) {
                    tell(key, pods.resourceVersion());
                }
            }
            KubeObject mark = KubeObject.named(new GroupVersionKind("", "v1", "ConfigMap"), "", "");
            mark.metadata().put("resourceVersion", pods.resourceVersion());
            events.add(new Event(Type.BOOKMARK, mark));
        }

        private void tell(ConfigKey key, String version) {
            Optional<KubeObject> object = find(key);
            String now = object.map(KubeObject::resourceVersion).orElse("none");
            String before = told.put(key, now);
            if (now.equals(before)) {
                return;
            }
            if (object.isEmpty()) {
                events.add(new Event(Type.DELETED, stub(key, version)));
            } else {
                events.add(new Event(Type.ADDED, object.get()));
                if (object.get().json().path("immutable").asBoolean(false)) {
                    done.add(key);
                }
            }
        }

        @Override
        public Optional<Event> next(Duration wait) throws InterruptedException {
            while (!closed || !events.isEmpty()) {
                Event event = events.poll(2, TimeUnit.MILLISECONDS);
                if (event != null) {
                    return Optional.of(event);
                }
            }
            return Optional.empty();
        }

        @Override
        public boolean isClosed() {
            return closed && events.isEmpty();
        }

        @Override
        public void close() {
            closed = true;
            events.clear();
        }
    }

    private static KubeObject stub(ConfigKey key, String version) {
        KubeObject stub =
                KubeObject.named(
                        new GroupVersionKind("", "v1", key.kind().kind()),
                        key.namespace(),
                        key.name());
        stub.metadata().put("resourceVersion", version);
        return stub;
    }

    private Optional<KubeObject> find(ConfigKey key) {
        return api
                .list(
                        key.kind().resource(),
                        key.namespace(),
                        ListOptions.fields("metadata.name=" + key.name()))
                .items()
                .stream()
                .findFirst();
    }

    private void wrote(GroupVersionResource resource) {
        if (resource.equals(PODS)) {
            // Another pod may read what was done with.
            feeds.forEach(feed -> feed.done.clear());
        }
        feeds.forEach(Feed::catchUp);
    }

    @Override
    public synchronized Watch watch(
            GroupVersionResource resource, String namespace, WatchOptions options) {
        if (!resource.equals(ConfigFeed.RESOURCE)) {
            return api.watch(resource, namespace, options);
        }
        api.faults()
                .meet(new Faults.Call("watch", resource, ""))
                .ifPresent(fault -> {
                    throw fault;
                });
        Feed feed = new Feed();
        feed.catchUp();
        feeds.add(feed);
        return feed;
    }

    @Override
    public KubeObject get(GroupVersionResource resource, String namespace, String name) {
        return api.get(resource, namespace, name);
    }

    @Override
    public ObjectList list(GroupVersionResource resource, String namespace, ListOptions options) {
        return api.list(resource, namespace, options);
    }

    @Override
    public synchronized KubeObject create(GroupVersionResource resource, KubeObject object) {
        KubeObject made = api.create(resource, object);
        wrote(resource);
        return made;
    }

    @Override
    public KubeObject createSubresource(ObjectRef parent, String subresource, KubeObject body) {
        return api.createSubresource(parent, subresource, body);
    }

    @Override
    public synchronized KubeObject update(GroupVersionResource resource, KubeObject object) {
        KubeObject made = api.update(resource, object);
        wrote(resource);
        return made;
    }

    @Override
    public synchronized KubeObject updateSubresource(
            ObjectRef parent, String subresource, KubeObject body) {
        KubeObject made = api.updateSubresource(parent, subresource, body);
        wrote(parent.resource());
        return made;
    }

    @Override
    public synchronized KubeObject patch(
            ObjectRef object, String subresource, PatchType type, JsonNode patch) {
        KubeObject made = api.patch(object, subresource, type, patch);
        wrote(object.resource());
        return made;
    }

    @Override
    public synchronized void delete(ObjectRef object, DeleteOptions options)
            throws StatusException {
        api.delete(object, options);
        wrote(object.resource());
    }
}
