package dev.purser.server.bootstrap;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.server.object.ObjectSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Makes the objects of the system that are missing, and completes those that lack something.
///
/// On a fresh store this is some 150 writes; they go out together, so that the store commits them
/// in a few groups. On a later start it is reads from memory only.
public final class Bootstrap {
    private static final Map<String, GroupVersionResource> RESOURCES =
            Map.of(
                    "Namespace", new GroupVersionResource("", "v1", "namespaces"),
                    "PriorityClass",
                            new GroupVersionResource("scheduling.k8s.io", "v1", "priorityclasses"),
                    "APIService",
                            new GroupVersionResource("apiregistration.k8s.io", "v1", "apiservices"),
                    "ClusterRole", rbac("clusterroles"),
                    "Role", rbac("roles"),
                    "ClusterRoleBinding", rbac("clusterrolebindings"),
                    "RoleBinding", rbac("rolebindings"));

    private final Api api;
    private final ObjectSource source;
    private final List<KubeObject> more;

    /// @param api acts with the rights of `system:masters`
    /// @param more objects beside those of every cluster
    public Bootstrap(Api api, ObjectSource source, List<KubeObject> more) {
        this.api = api;
        this.source = source;
        this.more = List.copyOf(more);
    }

    /// Returns when all is there.
    ///
    /// @throws StatusException when a write is refused
    /// @throws InterruptedException when the start is given up
    public void run() throws InterruptedException {
        BootstrapObjects.namespaces().forEach(this::ensure);
        List<KubeObject> others = new ArrayList<>(BootstrapObjects.priorityClasses());
        others.addAll(BootstrapObjects.apiServices());
        others.addAll(BootstrapObjects.roles());
        others.addAll(more);
        others.removeIf(this::isComplete);
        if (!others.isEmpty()) {
            ensureTogether(others);
        }
    }

    private void ensureTogether(List<KubeObject> objects) throws InterruptedException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writes = new ArrayList<>();
            objects.forEach(object -> writes.add(executor.submit(() -> ensure(object))));
            for (Future<?> write : writes) {
                write.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StatusException refused) {
                throw refused;
            }
            throw new IllegalStateException("an object of the system cannot be made", e.getCause());
        }
    }

    private boolean isComplete(KubeObject wanted) {
        return find(wanted)
                .filter(stored -> !RbacReconciliation.bindsAnotherRole(stored, wanted))
                .map(stored -> RbacReconciliation.completed(stored, wanted).isEmpty())
                .orElse(false);
    }

    private void ensure(KubeObject wanted) {
        Optional<KubeObject> stored = find(wanted);
        if (stored.isEmpty()) {
            create(wanted);
        } else if (RbacReconciliation.bindsAnotherRole(stored.get(), wanted)) {
            api.delete(
                    ObjectRef.of(resource(wanted), wanted),
                    DeleteOptions.ofUid(stored.get().uid()));
            create(wanted);
        } else {
            RbacReconciliation.completed(stored.get(), wanted)
                    .ifPresent(completed -> api.update(resource(wanted), completed));
        }
    }

    /// Another server on the same store may be quicker, which is as good.
    private void create(KubeObject wanted) {
        try {
            api.create(resource(wanted), wanted);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.ALREADY_EXISTS) {
                throw e;
            }
        }
    }

    private Optional<KubeObject> find(KubeObject wanted) {
        return source.find(resource(wanted), wanted.namespace(), wanted.name());
    }

    private static GroupVersionResource resource(KubeObject object) {
        return Objects.requireNonNull(RESOURCES.get(object.kind()), object::kind);
    }

    private static GroupVersionResource rbac(String resource) {
        return new GroupVersionResource("rbac.authorization.k8s.io", "v1", resource);
    }
}
