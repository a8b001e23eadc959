package dev.purser.server.bootstrap;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.ListOptions;
import dev.purser.server.object.ObjectSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads through the API what the server reads from its store.
record ApiObjects(Api api) implements ObjectSource {
    @Override
    public Optional<KubeObject> find(GroupVersionResource resource, String namespace, String name) {
        try {
            return Optional.of(api.get(resource, namespace, name));
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<KubeObject> list(GroupVersionResource resource, String namespace) {
        return api.list(resource, namespace, ListOptions.all()).items();
    }

    @Override
    public AutoCloseable follow(GroupVersionResource resource, Consumer<Write> consumer) {
        throw new UnsupportedOperationException("these objects are only read");
    }
}
