package dev.purser.controllers.scheduler;

import dev.purser.api.meta.KubeObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Pods that were given a node, until the cache shows them there. Thread-safe.
final class Assumptions {
    private record Assumed(KubeObject pod, String node) {}

    private final Map<String, Assumed> byUid = new ConcurrentHashMap<>();

    void assume(KubeObject pod, String node) {
        byUid.put(pod.uid(), new Assumed(pod, node));
    }

    void forget(String podUid) {
        byUid.remove(podUid);
    }

    boolean contains(String podUid) {
        return byUid.containsKey(podUid);
    }

    /// The pods given to a node.
    List<KubeObject> on(String node) {
        return byUid.values().stream()
                .filter(assumed -> assumed.node().equals(node))
                .map(Assumed::pod)
                .toList();
    }
}
