package dev.purser.node.pod;

import dev.purser.api.quantity.Quantity;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import dev.purser.node.status.PodResources;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Refuses pods that this node can never run: of another operating system, with kernel settings
/// that reach beyond the pod, or larger than the node. Thread-safe.
///
/// What other pods use is the scheduler's business; a pod that names its node itself is taken on as
/// long as it fits alone.
public final class ResourceAdmission implements PodAdmission {
    /// The kernel settings that are safe to leave to pods (`--allowed-unsafe-sysctls` would add).
    private static final Set<String> SAFE_SYSCTLS =
            Set.of(
                    "kernel.shm_rmid_forced",
                    "net.ipv4.ip_local_port_range",
                    "net.ipv4.tcp_syncookies",
                    "net.ipv4.ping_group_range",
                    "net.ipv4.ip_unprivileged_port_start",
                    "net.ipv4.ip_local_reserved_ports",
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_fin_timeout",
                    "net.ipv4.tcp_keepalive_intvl",
                    "net.ipv4.tcp_keepalive_probes",
                    "net.ipv4.tcp_rmem",
                    "net.ipv4.tcp_wmem");

    private final Quantity cpu;
    private final Quantity memory;

    public ResourceAdmission(Quantity cpu, Quantity memory) {
        this.cpu = cpu;
        this.memory = memory;
    }

    @Override
    public Optional<Verdict> refusal(PodSpec pod) {
        return otherSystem(pod).or(() -> unsafeSysctl(pod)).or(() -> tooLarge(pod));
    }

    private static Optional<Verdict> otherSystem(PodSpec pod) {
        String system = pod.json().path("os").path("name").asString("linux");
        return system.equals("linux")
                ? Optional.empty()
                : Optional.of(
                        new Verdict(
                                "PodOSNotSupported",
                                "Failed to admit pod as the OS field doesn't match node OS"));
    }

    private static Optional<Verdict> unsafeSysctl(PodSpec pod) {
        for (JsonNode sysctl : pod.security().path("sysctls")) {
            String name = sysctl.path("name").asString("").replace('/', '.');
            if (!SAFE_SYSCTLS.contains(name)) {
                return Optional.of(
                        new Verdict(
                                "SysctlForbidden",
                                "forbidden sysctl: \"%s\" not allowlisted".formatted(name)));
            }
        }
        return Optional.empty();
    }

    private Optional<Verdict> tooLarge(PodSpec pod) {
        Map<String, Quantity> requests = PodResources.of(pod, "requests");
        Quantity cpuAsked = requests.getOrDefault("cpu", Quantity.ZERO);
        Quantity memoryAsked = requests.getOrDefault("memory", Quantity.ZERO);
        if (cpuAsked.compareTo(cpu) > 0) {
            return Optional.of(outOf("cpu", cpuAsked.millis(), cpu.millis()));
        }
        return memoryAsked.compareTo(memory) > 0
                ? Optional.of(outOf("memory", memoryAsked.value(), memory.value()))
                : Optional.empty();
    }

    private static Verdict outOf(String resource, long requested, long capacity) {
        return new Verdict(
                "OutOf" + resource,
                "Node didn't have enough resource: %s, requested: %d, used: 0, capacity: %d"
                        .formatted(resource, requested, capacity));
    }
}
