package dev.purser.node.cri;

import dev.purser.api.meta.KubeObject;

/// The pod that a sandbox or container belongs to.
public record PodIdentity(String namespace, String name, String uid) {
    public static PodIdentity of(KubeObject pod) {
        return new PodIdentity(pod.namespace(), pod.name(), pod.uid());
    }

    /// Kubelet's form in messages: `name_namespace(uid)`.
    public String display() {
        return "%s_%s(%s)".formatted(name, namespace, uid);
    }
}
