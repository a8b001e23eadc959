package dev.purser.bench.node;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.remote.RemoteApi;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;

/// A cluster under measurement: one of its nodes, and a namespace of the measure's own.
///
/// @param name what it is called in the tables
/// @param directory where its kubeconfig lies
/// @param node on which all pods run
record Cluster(String name, RemoteApi api, Path directory, String node) {
    static final String NAMESPACE = "purser-bench";
    static final GroupVersionResource PODS = core("pods");
    static final GroupVersionResource CONFIG_MAPS = core("configmaps");
    private static final GroupVersionResource NODES = core("nodes");
    private static final GroupVersionResource NAMESPACES = core("namespaces");
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static GroupVersionResource core(String plural) {
        return new GroupVersionResource("", "v1", plural);
    }

    /// Chooses the first node that is ready, and makes the namespace.
    ///
    /// @throws IllegalStateException when no node is ready
    static Cluster open(String name, RemoteApi api, Path directory) throws Exception {
        String node =
                api.list(NODES, "", ListOptions.all()).items().stream()
                        .filter(Cluster::isReady)
                        .map(KubeObject::name)
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalStateException(name + " has no node that is ready"));
        Cluster cluster = new Cluster(name, api, directory, node);
        cluster.removeNamespace();
        api.create(
                NAMESPACES,
                KubeObject.named(new GroupVersionKind("", "v1", "Namespace"), "", NAMESPACE));
        cluster.await(
                "the namespace's service account",
                () -> cluster.exists(core("serviceaccounts"), NAMESPACE, "default"));
        return cluster;
    }

    /// Whether an object says that it is ready.
    static boolean isReady(KubeObject object) {
        for (JsonNode condition : object.json().path("status").path("conditions")) {
            if (condition.path("type").asString("").equals("Ready")) {
                return condition.path("status").asString("").equals("True");
            }
        }
        return false;
    }

    /// Something that comes about in time.
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    void await(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException(name + ": " + what + " took too long");
            }
            Thread.sleep(PAUSE);
        }
    }

    private boolean exists(GroupVersionResource resource, String namespace, String object) {
        try {
            return api.get(resource, namespace, object).name().equals(object);
        } catch (StatusException e) {
            return false;
        }
    }

    /// Deletes everything of a resource in the namespace, and waits until it is gone.
    void deleteAll(GroupVersionResource resource) throws Exception {
        for (KubeObject object : items(resource)) {
            delete(new ObjectRef(resource, NAMESPACE, object.name()));
        }
        await("the end of all " + resource.resource(), () -> items(resource).isEmpty());
    }

    List<KubeObject> items(GroupVersionResource resource) {
        return api.list(resource, NAMESPACE, ListOptions.all()).items();
    }

    private void delete(ObjectRef object) {
        try {
            api.delete(object, DeleteOptions.defaults());
        } catch (StatusException e) {
            if (e.code() != 404) {
                throw e;
            }
        }
    }

    private void removeNamespace() throws Exception {
        if (exists(NAMESPACES, "", NAMESPACE)) {
            delete(new ObjectRef(NAMESPACES, "", NAMESPACE));
            await("the end of the namespace", () -> !exists(NAMESPACES, "", NAMESPACE));
        }
    }

    /// Leaves the cluster as it was.
    void end() throws Exception {
        try {
            deleteAll(PODS);
            removeNamespace();
        } finally {
            api.close();
        }
    }
}
