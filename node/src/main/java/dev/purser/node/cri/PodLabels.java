package dev.purser.node.cri;

/// The labels by which kubelet, and so every tool that looks at a runtime, finds the pod that a
/// sandbox or container belongs to.
public final class PodLabels {
    public static final String POD_NAME = "io.kubernetes.pod.name";
    public static final String POD_NAMESPACE = "io.kubernetes.pod.namespace";
    public static final String POD_UID = "io.kubernetes.pod.uid";
    public static final String CONTAINER_NAME = "io.kubernetes.container.name";

    private PodLabels() {}
}
