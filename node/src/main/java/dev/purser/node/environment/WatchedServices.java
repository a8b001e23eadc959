package dev.purser.node.environment;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.Informers;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/// The [ServiceSource] over the API: all Services, as they are when a container starts.
public final class WatchedServices implements ServiceSource {
    private static final GroupVersionResource SERVICES =
            new GroupVersionResource("", "v1", "services");

    private final Informer services;

    /// @param informers started by the caller after this
    public WatchedServices(Informers informers) {
        this.services = informers.of(SERVICES);
    }

    /// Waits until the Services are known, at most for the given time; returns whether they are.
    public boolean awaitKnown(Duration limit) throws InterruptedException {
        return services.awaitSynced(limit);
    }

    @Override
    public List<KubeObject> services(String namespace) {
        return services.cache().inNamespace(namespace).stream()
                .sorted(Comparator.comparing(KubeObject::name))
                .toList();
    }
}
