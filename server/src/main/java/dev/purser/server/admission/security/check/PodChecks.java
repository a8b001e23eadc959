package dev.purser.server.admission.security.check;

import static dev.purser.server.admission.security.check.VersionedCheck.baseline;
import static dev.purser.server.admission.security.check.VersionedCheck.restricted;
import static dev.purser.server.admission.security.check.VersionedCheck.since;

import dev.purser.server.admission.security.check.SeccompProfile.Silence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// All rules of the Pod Security Standards, by level and release. Immutable and thread-safe.
///
/// See <https://kubernetes.io/docs/concepts/security/pod-security-standards/>.
public final class PodChecks {
    private static final Set<String> SELINUX_TYPES =
            Set.of("container_t", "container_init_t", "container_kvm_t");
    private static final Set<String> SYSCTLS =
            Set.of(
                    "kernel.shm_rmid_forced",
                    "net.ipv4.ip_local_port_range",
                    "net.ipv4.tcp_syncookies",
                    "net.ipv4.ping_group_range",
                    "net.ipv4.ip_unprivileged_port_start");
    private static final Set<String> SYSCTLS_1_27 =
            with(SYSCTLS, "net.ipv4.ip_local_reserved_ports");
    private static final Set<String> SYSCTLS_1_29 =
            with(
                    SYSCTLS_1_27,
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_fin_timeout",
                    "net.ipv4.tcp_keepalive_intvl",
                    "net.ipv4.tcp_keepalive_probes");
    private static final Set<String> SYSCTLS_1_32 =
            with(SYSCTLS_1_29, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem");
    private static final Set<String> SYSCTLS_1_37 =
            with(SYSCTLS_1_32, "net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat");

    private static final PodCheck NO_ESCALATION = new AllowPrivilegeEscalation();
    private static final PodCheck ALL_DROPPED = new DroppedCapabilities();
    private static final PodCheck SECCOMP_SET = new SeccompProfile(Silence.FORBIDDEN);
    private static final PodCheck NON_ROOT = new RunAsNonRoot();
    private static final PodCheck OTHER_USER = new RunAsUser();
    private static final PodCheck MASKED_PROC = new ProcMount();

    /// Ordered as their violations are told: the baseline first, each level by name.
    private static final List<VersionedCheck> ALL =
            List.of(
                            baseline("appArmorProfile", since(0, new AppArmorProfile())),
                            baseline("capabilities_baseline", since(0, new AddedCapabilities())),
                            baseline("hostNamespaces", since(0, new HostNamespaces())),
                            baseline("hostPathVolumes", since(0, new HostPathVolumes())),
                            baseline("hostPorts", since(0, new HostPorts())),
                            baseline(
                                    "hostProbesAndHostLifecycle", since(34, new HostsOfHandlers())),
                            baseline("privileged", since(0, new Privileged())),
                            baseline(
                                    "procMount",
                                    since(0, MASKED_PROC),
                                    since(35, MASKED_PROC.exceptWithOwnUsers())),
                            baseline(
                                    "seLinuxOptions",
                                    since(0, new SeLinuxOptions(SELINUX_TYPES)),
                                    since(
                                            31,
                                            new SeLinuxOptions(
                                                    with(SELINUX_TYPES, "container_engine_t")))),
                            baseline(
                                    "seccompProfile_baseline",
                                    since(0, new SeccompAnnotations()),
                                    since(19, new SeccompProfile(Silence.ALLOWED))),
                            baseline(
                                    "sysctls",
                                    since(0, new Sysctls(SYSCTLS)),
                                    since(27, new Sysctls(SYSCTLS_1_27)),
                                    since(29, new Sysctls(SYSCTLS_1_29)),
                                    since(32, new Sysctls(SYSCTLS_1_32)),
                                    since(37, new Sysctls(SYSCTLS_1_37))),
                            baseline("windowsHostProcess", since(0, new WindowsHostProcess())),
                            restricted(
                                    "allowPrivilegeEscalation",
                                    since(8, NO_ESCALATION),
                                    since(25, NO_ESCALATION.exceptOnWindows())),
                            restricted(
                                    "capabilities_restricted",
                                    since(22, ALL_DROPPED, "capabilities_baseline"),
                                    since(
                                            25,
                                            ALL_DROPPED.exceptOnWindows(),
                                            "capabilities_baseline")),
                            restricted("procMount_restricted", since(35, MASKED_PROC, "procMount")),
                            restricted(
                                    "restrictedVolumes",
                                    since(0, new RestrictedVolumes(), "hostPathVolumes")),
                            restricted(
                                    "runAsNonRoot",
                                    since(0, NON_ROOT),
                                    since(35, NON_ROOT.exceptWithOwnUsers())),
                            restricted(
                                    "runAsUser",
                                    since(23, OTHER_USER),
                                    since(35, OTHER_USER.exceptWithOwnUsers())),
                            restricted(
                                    "seccompProfile_restricted",
                                    since(19, SECCOMP_SET, "seccompProfile_baseline"),
                                    since(
                                            25,
                                            SECCOMP_SET.exceptOnWindows(),
                                            "seccompProfile_baseline")))
                    .stream()
                    .sorted(
                            Comparator.comparing(VersionedCheck::level)
                                    .thenComparing(VersionedCheck::id))
                    .toList();

    private PodChecks() {}

    /// What is wrong with a pod, in the order in which it is told; empty for a pod that may be.
    public static List<Violation> violations(LevelVersion policy, JudgedPod pod) {
        if (policy.isPrivileged()) {
            return List.of();
        }
        List<VersionedCheck> applicable =
                ALL.stream()
                        .filter(check -> !check.level().isStricterThan(policy.level()))
                        .toList();
        Set<String> replaced = new HashSet<>();
        applicable.forEach(check ->
                check.at(policy.version())
                        .ifPresent(revision -> replaced.addAll(revision.replaces())));
        List<Violation> found = new ArrayList<>();
        for (VersionedCheck check : applicable) {
            if (!replaced.contains(check.id())) {
                check.at(policy.version())
                        .map(VersionedCheck.Revision::check)
                        .flatMap(current -> current.violation(pod))
                        .ifPresent(found::add);
            }
        }
        return found;
    }

    private static Set<String> with(Set<String> some, String... others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(List.of(others));
        return Set.copyOf(all);
    }
}
