package dev.purser.node.admission;

import dev.purser.node.pod.PodAdmission;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Refuses kernel settings that reach beyond the pod. Immutable.
public final class SysctlAdmission implements PodAdmission {
    /// The settings that are safe to leave to pods.
    private static final Set<String> SAFE =
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

    private static final Set<String> IPC_NAMES = Set.of("kernel.sem");
    private static final List<String> IPC_PREFIXES =
            List.of("kernel.shm", "kernel.msg", "fs.mqueue.");
    private static final String NETWORK_PREFIX = "net.";

    private final List<String> allowed;

    /// @param allowed more than the safe ones; a name may end in `*`
    public SysctlAdmission(List<String> allowed) {
        this.allowed = allowed.stream().map(each -> each.replace('/', '.')).toList();
    }

    @Override
    public Optional<Verdict> refusal(PodSpec pod) {
        for (JsonNode sysctl : pod.security().path("sysctls")) {
            Optional<String> problem = problem(name(sysctl), pod);
            if (problem.isPresent()) {
                return Optional.of(
                        new Verdict("SysctlForbidden", "forbidden sysctl: " + problem.get()));
            }
        }
        return Optional.empty();
    }

    private static String name(JsonNode sysctl) {
        return sysctl.path("name").asString("").replace('/', '.');
    }

    private Optional<String> problem(String name, PodSpec pod) {
        if (!isAllowed(name)) {
            return Optional.of("\"%s\" not allowlisted".formatted(name));
        }
        boolean isOfIpc =
                IPC_NAMES.contains(name) || IPC_PREFIXES.stream().anyMatch(name::startsWith);
        if (isOfIpc && pod.json().path("hostIPC").asBoolean(false)) {
            return Optional.of(shared(name, "ipc"));
        }
        return name.startsWith(NETWORK_PREFIX) && pod.usesHostNetwork()
                ? Optional.of(shared(name, "net"))
                : Optional.empty();
    }

    private static String shared(String name, String namespace) {
        return "\"%s\" not allowed with host %s enabled".formatted(name, namespace);
    }

    private boolean isAllowed(String name) {
        return SAFE.contains(name)
                || allowed.stream()
                        .anyMatch(each ->
                                each.endsWith("*")
                                        ? name.startsWith(each.substring(0, each.length() - 1))
                                        : name.equals(each));
    }
}
