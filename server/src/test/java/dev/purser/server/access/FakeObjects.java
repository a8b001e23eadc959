package dev.purser.server.access;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.ObjectSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Objects in memory, for tests of what reads and follows them.
public final class FakeObjects implements ObjectSource {
    private final Map<Key, KubeObject> objects = new LinkedHashMap<>();
    private final Map<GroupVersionResource, List<Consumer<Write>>> followers =
            new LinkedHashMap<>();
    private long uids;

    /// Stores an object given as JSON with single quotes for double ones; gives it a uid.
    public KubeObject put(GroupVersionResource resource, String json) {
        return put(resource, object(json));
    }

    public KubeObject put(GroupVersionResource resource, KubeObject object) {
        KubeObject stored = object.copy();
        if (stored.uid().isEmpty()) {
            stored.metadata().put("uid", "uid-" + ++uids);
        }
        objects.put(new Key(resource, stored.namespace(), stored.name()), stored);
        tell(resource, new Put(stored.copy()));
        return stored.copy();
    }

    public void remove(GroupVersionResource resource, String namespace, String name) {
        KubeObject gone = objects.remove(new Key(resource, namespace, name));
        tell(resource, new Gone(gone));
    }

    /// Reads JSON with single quotes for double ones.
    public static KubeObject object(String json) {
        return KubeObject.of((ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"')));
    }

    public static GroupVersionResource core(String resource) {
        return new GroupVersionResource("", "v1", resource);
    }

    public static GroupVersionResource rbac(String resource) {
        return new GroupVersionResource("rbac.authorization.k8s.io", "v1", resource);
    }

    @Override
    public Optional<KubeObject> find(GroupVersionResource resource, String namespace, String name) {
        return Optional.ofNullable(objects.get(new Key(resource, namespace, name)))
                .map(KubeObject::copy);
    }

    @Override
    public List<KubeObject> list(GroupVersionResource resource, String namespace) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().resource().equals(resource))
                .filter(entry ->
                        namespace.isEmpty() || entry.getKey().namespace().equals(namespace))
                .map(entry -> entry.getValue().copy())
                .toList();
    }

    @Override
    public AutoCloseable follow(GroupVersionResource resource, Consumer<Write> consumer) {
        list(resource, "").forEach(object -> consumer.accept(new Put(object)));
        List<Consumer<Write>> consumers =
                followers.computeIfAbsent(resource, _ -> new ArrayList<>());
        consumers.add(consumer);
        return () -> consumers.remove(consumer);
    }

    private void tell(GroupVersionResource resource, Write write) {
        followers.getOrDefault(resource, List.of()).forEach(follower -> follower.accept(write));
    }

    private record Key(GroupVersionResource resource, String namespace, String name) {}
}
