package dev.purser.node.launch;

import dev.purser.node.cri.PodIdentity;
import dev.purser.node.cri.PodLabels;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.spec.QosClass;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import runtime.v1.CriV1.LinuxPodSandboxConfig;
import runtime.v1.CriV1.PodSandboxConfig;
import runtime.v1.CriV1.PodSandboxMetadata;
import runtime.v1.CriV1.PortMapping;
import runtime.v1.CriV1.Protocol;
import tools.jackson.databind.JsonNode;

/// Makes the configurations of sandboxes. Thread-safe.
public final class SandboxConfigs {
    private final HostSettings host;

    public SandboxConfigs(HostSettings host) {
        this.host = host;
    }

    /// @param attempt 0 for the pod's first sandbox
    /// @throws IOException also when the pod wants a name that it cannot have, in kubelet's words
    public PodSandboxConfig of(PodSpec pod, int attempt) throws IOException {
        PodIdentity identity = pod.identity();
        var config =
                PodSandboxConfig.newBuilder()
                        .setMetadata(
                                PodSandboxMetadata.newBuilder()
                                        .setName(identity.name())
                                        .setNamespace(identity.namespace())
                                        .setUid(identity.uid())
                                        .setAttempt(attempt))
                        .setLogDirectory(host.podLogDirectory(identity).toString())
                        .setDnsConfig(PodDns.of(pod, host.resolver(), host.dns()))
                        .putAllLabels(pod.pod().labels())
                        .putAllLabels(labels(identity))
                        .putAllAnnotations(pod.pod().annotations())
                        .setLinux(linux(pod));
        if (!pod.usesHostNetwork()) {
            config.setHostname(PodHostname.of(pod).ofKernel(pod));
        }
        addPorts(config, pod);
        return config.build();
    }

    private static Map<String, String> labels(PodIdentity identity) {
        return Map.of(
                PodLabels.POD_NAME, identity.name(),
                PodLabels.POD_NAMESPACE, identity.namespace(),
                PodLabels.POD_UID, identity.uid());
    }

    private LinuxPodSandboxConfig linux(PodSpec pod) {
        Map<String, String> sysctls = new LinkedHashMap<>();
        for (JsonNode sysctl : pod.security().path("sysctls")) {
            sysctls.put(sysctl.path("name").asString(""), sysctl.path("value").asString(""));
        }
        return LinuxPodSandboxConfig.newBuilder()
                .setCgroupParent(cgroup(pod))
                .setSecurityContext(Security.sandbox(pod, host))
                .putAllSysctls(sysctls)
                .setOverhead(LinuxResources.overhead(pod))
                .setResources(LinuxResources.ofPod(pod))
                .build();
    }

    /// The cgroup of a pod, named as kubelet does below the root.
    public String cgroup(PodSpec pod) {
        return cgroup(pod.identity().uid(), QosClass.of(pod));
    }

    private String cgroup(String podUid, QosClass qos) {
        String parent = qos == QosClass.GUARANTEED ? "" : "/" + qos.text().toLowerCase(Locale.ROOT);
        return host.cgroupRoot() + parent + "/pod" + podUid;
    }

    /// Every cgroup that a pod of which only the uid is known may have.
    public List<String> possibleCgroups(String podUid) {
        return Arrays.stream(QosClass.values()).map(qos -> cgroup(podUid, qos)).toList();
    }

    private static void addPorts(PodSandboxConfig.Builder config, PodSpec pod) {
        for (ContainerSpec container : pod.allContainers()) {
            for (JsonNode port : container.json().path("ports")) {
                if (port.path("hostPort").asInt(0) > 0) {
                    config.addPortMappings(mapping(port));
                }
            }
        }
    }

    private static PortMapping mapping(JsonNode port) {
        return PortMapping.newBuilder()
                .setProtocol(Protocol.valueOf(port.path("protocol").asString("TCP")))
                .setContainerPort(port.path("containerPort").asInt())
                .setHostPort(port.path("hostPort").asInt())
                .setHostIp(port.path("hostIP").asString(""))
                .build();
    }
}
