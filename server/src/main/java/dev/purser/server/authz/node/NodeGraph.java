package dev.purser.server.authz.node;

import dev.purser.api.kind.pod.PodReferences;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.object.ObjectSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which objects lead to which nodes, always as of the last write: a Secret to the Pod that uses it
/// to its node; a volume to its claim to the Pod to the node.
///
/// Thread-safe. Readers take no lock; a question costs a few look-ups, however many pods there are.
public final class NodeGraph {
    private static final String MIRROR_ANNOTATION = "kubernetes.io/config.mirror";

    private final Map<Vertex, Map<String, Integer>> nodes = new ConcurrentHashMap<>();
    private final Map<Vertex, Placed> placed = new ConcurrentHashMap<>();
    private final Map<String, VolumeEdges> volumes = new ConcurrentHashMap<>();
    private final Map<Vertex, Set<String>> volumesOfSecret = new ConcurrentHashMap<>();

    /// What leads to nodes.
    public enum Kind {
        POD,
        SECRET,
        CONFIG_MAP,
        SERVICE_ACCOUNT,
        CLAIM,
        VOLUME,
        ATTACHMENT,
        RESOURCE_CLAIM,
        RESOURCE_SLICE,
        CERTIFICATE_REQUEST
    }

    /// An object.
    ///
    /// @param namespace empty for cluster scope
    public record Vertex(Kind kind, String namespace, String name) {}

    /// An object that is on a node, and what else its being there leads to the node.
    private record Placed(String node, Set<Vertex> edges) {}

    /// What a bound volume leads to, and from where.
    record VolumeEdges(Vertex claim, Set<Vertex> secrets) {}

    /// Begins to follow all kinds that matter, beginning with what there is.
    public NodeGraph(ObjectSource objects) {
        objects.follow(core("pods"), this::changePod);
        objects.follow(core("persistentvolumes"), this::changeVolume);
        follow(objects, "storage.k8s.io", "volumeattachments", Kind.ATTACHMENT);
        follow(objects, "resource.k8s.io", "resourceslices", Kind.RESOURCE_SLICE);
        follow(objects, "certificates.k8s.io", "podcertificaterequests", Kind.CERTIFICATE_REQUEST);
    }

    /// Whether an object leads to a node.
    public boolean leadsTo(Vertex from, String node) {
        if (nodes.getOrDefault(from, Map.of()).containsKey(node)) {
            return true;
        }
        if (from.kind() == Kind.VOLUME) {
            VolumeEdges edges = volumes.get(from.name());
            return edges != null && leadsTo(edges.claim(), node);
        }
        return from.kind() == Kind.SECRET
                && volumesOfSecret.getOrDefault(from, Set.of()).stream()
                        .anyMatch(volume -> leadsTo(new Vertex(Kind.VOLUME, "", volume), node));
    }

    private void changePod(ObjectSource.Write write) {
        KubeObject pod = write.object();
        Vertex vertex = new Vertex(Kind.POD, pod.namespace(), pod.name());
        String node = pod.json().path("spec").path("nodeName").asString("");
        place(vertex, write, node, node.isEmpty() ? Set.of() : edges(vertex, pod));
    }

    /// The ConfigMaps and Secrets that a pod opens to its node.
    public static Set<Vertex> configOf(KubeObject pod) {
        return edges(new Vertex(Kind.POD, pod.namespace(), pod.name()), pod).stream()
                .filter(edge -> edge.kind() == Kind.CONFIG_MAP || edge.kind() == Kind.SECRET)
                .collect(Collectors.toUnmodifiableSet());
    }

    /// A pod that a node made itself must not open anything to it.
    private static Set<Vertex> edges(Vertex vertex, KubeObject pod) {
        Set<Vertex> edges = new HashSet<>(Set.of(vertex));
        if (pod.annotations().containsKey(MIRROR_ANNOTATION)) {
            return edges;
        }
        String account = pod.json().path("spec").path("serviceAccountName").asString("");
        if (!account.isEmpty()) {
            edges.add(new Vertex(Kind.SERVICE_ACCOUNT, pod.namespace(), account));
        }
        PodReferences references = PodReferences.of(pod);
        addAll(edges, Kind.SECRET, pod.namespace(), references.secrets());
        addAll(edges, Kind.CONFIG_MAP, pod.namespace(), references.configMaps());
        addAll(edges, Kind.CLAIM, pod.namespace(), references.claims());
        addAll(edges, Kind.RESOURCE_CLAIM, pod.namespace(), references.resourceClaims());
        return edges;
    }

    private static void addAll(Set<Vertex> edges, Kind kind, String namespace, Set<String> names) {
        names.forEach(name -> edges.add(new Vertex(kind, namespace, name)));
    }

    private void changePlaced(Kind kind, ObjectSource.Write write) {
        KubeObject object = write.object();
        Vertex vertex = new Vertex(kind, object.namespace(), object.name());
        String node = object.json().path("spec").path("nodeName").asString("");
        place(vertex, write, node, Set.of(vertex));
    }

    private synchronized void place(
            Vertex vertex, ObjectSource.Write write, String node, Set<Vertex> edges) {
        Placed now =
                write instanceof ObjectSource.Put && !node.isEmpty()
                        ? new Placed(node, edges)
                        : null;
        Placed before = now == null ? placed.remove(vertex) : placed.put(vertex, now);
        if (now != null && !now.equals(before)) {
            now.edges().forEach(edge -> count(edge, node, 1));
        }
        if (before != null && !before.equals(now)) {
            before.edges().forEach(edge -> count(edge, before.node(), -1));
        }
    }

    private void count(Vertex vertex, String node, int change) {
        nodes.compute(
                vertex,
                (_, counts) -> {
                    Map<String, Integer> changed =
                            counts == null ? new ConcurrentHashMap<>() : counts;
                    changed.merge(node, change, NodeGraph::sumOrNothing);
                    return changed.isEmpty() ? null : changed;
                });
    }

    private static @Nullable Integer sumOrNothing(Integer count, Integer change) {
        int sum = count + change;
        return sum == 0 ? null : sum;
    }

    private synchronized void changeVolume(ObjectSource.Write write) {
        KubeObject volume = write.object();
        VolumeEdges now =
                write instanceof ObjectSource.Put ? VolumeSecrets.edges(volume).orElse(null) : null;
        VolumeEdges before =
                now == null ? volumes.remove(volume.name()) : volumes.put(volume.name(), now);
        if (before != null) {
            before.secrets().forEach(secret -> unlink(secret, volume.name()));
        }
        if (now != null) {
            now.secrets().forEach(secret -> link(secret, volume.name()));
        }
    }

    private void link(Vertex secret, String volume) {
        volumesOfSecret.computeIfAbsent(secret, _ -> ConcurrentHashMap.newKeySet()).add(volume);
    }

    private void unlink(Vertex secret, String volume) {
        volumesOfSecret.computeIfPresent(
                secret,
                (_, names) -> {
                    names.remove(volume);
                    return names.isEmpty() ? null : names;
                });
    }

    private void follow(ObjectSource objects, String group, String resource, Kind kind) {
        objects.follow(
                new GroupVersionResource(group, "v1", resource),
                write -> changePlaced(kind, write));
    }

    private static GroupVersionResource core(String resource) {
        return new GroupVersionResource("", "v1", resource);
    }
}
