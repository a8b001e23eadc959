package dev.purser.bench;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.ObjectSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Objects that a measure makes up, followed by what is measured. Not for use by several threads.
final class BenchObjects implements ObjectSource {
    private final Map<GroupVersionResource, List<Consumer<Write>>> followers = new HashMap<>();

    @Override
    public AutoCloseable follow(GroupVersionResource resource, Consumer<Write> follower) {
        followers.computeIfAbsent(resource, _ -> new ArrayList<>()).add(follower);
        return () -> followers.getOrDefault(resource, List.of()).remove(follower);
    }

    @Override
    public List<KubeObject> list(GroupVersionResource resource, String namespace) {
        return List.of();
    }

    @Override
    public Optional<KubeObject> find(GroupVersionResource resource, String namespace, String name) {
        return Optional.empty();
    }

    /// Tells the followers of a resource that an object was written.
    void put(GroupVersionResource resource, KubeObject object) {
        followers
                .getOrDefault(resource, List.of())
                .forEach(follower -> follower.accept(new Put(object)));
    }
}
