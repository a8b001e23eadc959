package dev.purser.node.serve;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.cri.Container;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.cri.CriRuntime.Listed;
import dev.purser.node.cri.Sandbox;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What `/metrics` tells of the pods and containers of the node at this moment. Thread-safe.
final class KubeletMetrics implements MetricsSource {
    private static final Logger LOG = LoggerFactory.getLogger(KubeletMetrics.class);
    private static final String MIRROR = "kubernetes.io/config.mirror";

    private final String node;
    private final NodePods pods;
    private final CriRuntime runtime;
    private final int cgroupVersion;

    KubeletMetrics(String node, NodePods pods, CriRuntime runtime, int cgroupVersion) {
        this.node = node;
        this.pods = pods;
        this.runtime = runtime;
        this.cgroupVersion = cgroupVersion;
    }

    @Override
    public void writeTo(MetricsText text) {
        gauge(
                text,
                "kubelet_cgroup_version",
                "The version of cgroups of the machine.",
                cgroupVersion);
        pods(text);
        text.family(
                "kubelet_node_name",
                MetricsText.Type.GAUGE,
                "The node's name. The count is always 1.");
        text.sample("kubelet_node_name", List.of(Map.entry("node", node)), 1L);
        running(text);
    }

    private void pods(MetricsText text) {
        List<KubeObject> all = pods.all();
        long statics = all.stream().filter(KubeletMetrics::isStatic).count();
        text.family(
                "kubelet_desired_pods",
                MetricsText.Type.GAUGE,
                "The number of pods the node is to run, static ones apart.");
        text.sample("kubelet_desired_pods", List.of(Map.entry("static", "")), all.size() - statics);
        text.sample("kubelet_desired_pods", List.of(Map.entry("static", "true")), statics);
        gauge(
                text,
                "kubelet_mirror_pods",
                "The number of mirror pods, of static pods.",
                all.stream().filter(pod -> pod.annotations().containsKey(MIRROR)).count());
    }

    private static boolean isStatic(KubeObject pod) {
        return pod.annotations().containsKey(MIRROR)
                || !pod.annotations()
                        .getOrDefault("kubernetes.io/config.source", "api")
                        .equals("api");
    }

    private void running(MetricsText text) {
        try {
            List<Listed> containers = runtime.listing();
            text.family(
                    "kubelet_running_containers",
                    MetricsText.Type.GAUGE,
                    "Number of containers that the runtime has, by their state.");
            for (Container.State state : Container.State.values()) {
                text.sample(
                        "kubelet_running_containers",
                        List.of(
                                Map.entry(
                                        "container_state", state.name().toLowerCase(Locale.ROOT))),
                        containers.stream().filter(each -> each.state() == state).count());
            }
            gauge(
                    text,
                    "kubelet_running_pods",
                    "Number of pods that have a running pod sandbox",
                    runtime.sandboxes().stream().filter(Sandbox::isReady).count());
        } catch (CriException e) {
            LOG.warn("The containers cannot be listed for metrics: {}", e.getMessage());
        }
    }

    private static void gauge(MetricsText text, String name, String help, long value) {
        text.family(name, MetricsText.Type.GAUGE, help);
        text.sample(name, List.of(), value);
    }
}
