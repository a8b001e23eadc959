package dev.purser.node.assign;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.Informers;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.node.NodeStreams.PodKey;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.manifest.MirrorPods;
import dev.purser.node.manifest.StaticPodReader;
import dev.purser.node.pod.Pods;
import dev.purser.node.serve.NodePods;
import dev.purser.node.stream.PodLookup;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Hands the pods of one node to their loops. Thread-safe.
public final class AssignedPods implements ObjectHandler, PodLookup, NodePods {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");

    private final Pods pods;
    private final MirrorPods mirrors;
    private final Informer informer;
    private final InstantSource clock;
    private final Map<String, Instant> seen = new ConcurrentHashMap<>();

    /// @param informers starts and ends the watch with its others
    /// @param mirrors hears of the pods that only show static ones
    /// @param clock tells when pods were first seen
    public AssignedPods(
            Informers informers,
            String nodeName,
            Pods pods,
            MirrorPods mirrors,
            InstantSource clock) {
        this.pods = pods;
        this.mirrors = mirrors;
        this.clock = clock;
        this.informer =
                informers
                        .with(
                                InformerOptions.all(PODS)
                                        .withFieldSelector("spec.nodeName=" + nodeName))
                        .withHandler(this);
    }

    /// Waits until all pods that there are have been handed over.
    ///
    /// @return whether that was in time
    public boolean awaitSynced(Duration limit) throws InterruptedException {
        return informer.awaitSynced(limit);
    }

    /// The pods of this node.
    public Set<String> uids() {
        return informer.cache().list().stream().map(KubeObject::uid).collect(Collectors.toSet());
    }

    /// The pods of this node by their names.
    public Set<PodIdentity> identities() {
        return informer.cache().list().stream().map(PodIdentity::of).collect(Collectors.toSet());
    }

    /// For a mirror pod, the static pod behind it.
    @Override
    public Optional<KubeObject> find(PodKey pod) {
        return mirrors.behind(pod)
                .or(() ->
                        informer.cache()
                                .get(pod.namespace(), pod.name())
                                .filter(each -> each.uid().equals(pod.uid())));
    }

    /// Static pods are themselves, not their mirrors.
    @Override
    public List<KubeObject> all() {
        return informer.cache().list().stream()
                .map(pod -> mirrors.behind(key(pod)).orElse(pod))
                .sorted(Comparator.comparing(KubeObject::namespace).thenComparing(KubeObject::name))
                .toList();
    }

    @Override
    public Optional<KubeObject> named(String namespace, String name) {
        return informer.cache().get(namespace, name);
    }

    private static PodKey key(KubeObject pod) {
        return new PodKey(pod.namespace(), pod.name(), pod.uid());
    }

    @Override
    public Instant seen(KubeObject pod) {
        return seen.getOrDefault(pod.uid(), clock.instant());
    }

    @Override
    public void added(KubeObject pod) {
        seen.putIfAbsent(pod.uid(), clock.instant());
        if (StaticPodReader.isMirror(pod)) {
            mirrors.seen(pod.copy());
        } else {
            pods.set(pod.copy());
        }
    }

    @Override
    public void updated(KubeObject before, KubeObject after) {
        if (!before.uid().equals(after.uid())) {
            deleted(before);
        }
        added(after);
    }

    @Override
    public void deleted(KubeObject last) {
        seen.remove(last.uid());
        if (StaticPodReader.isMirror(last)) {
            mirrors.gone(last);
        } else {
            pods.remove(last);
        }
    }
}
