package dev.purser.node.launch;

import dev.purser.api.quantity.Quantity;
import dev.purser.node.cgroup.CgroupLimits;
import dev.purser.node.cgroup.CgroupLimits.Limits;
import dev.purser.node.settings.PodSettings;
import dev.purser.node.settings.PodSettings.CpuQuota;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.spec.QosClass;
import dev.purser.node.status.PodResources;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The cgroups above containers: one for each pod, one for each class of pods, and one for all,
/// with the limits that kubelet sets. A limit that the kernel refuses is told in the log and left
/// out; those of the containers hold all the same. Thread-safe.
public final class PodCgroups {
    private static final Logger LOG = LoggerFactory.getLogger(PodCgroups.class);

    private final CgroupLimits cgroups;
    private final SandboxConfigs names;
    private final String root;
    private final PodSettings settings;

    /// @param root the cgroup above all pods
    public PodCgroups(
            CgroupLimits cgroups, SandboxConfigs names, String root, PodSettings settings) {
        this.cgroups = cgroups;
        this.names = names;
        this.root = root;
        this.settings = settings;
    }

    /// Makes the cgroups above all pods.
    ///
    /// @param cpu what pods may ask for together
    /// @param memoryBytes what they may use together; -1 for no limit
    public void prepareNode(Quantity cpu, long memoryBytes) {
        OptionalLong none = OptionalLong.empty();
        apply(
                root,
                new Limits(
                        OptionalLong.of(LinuxResources.shares(cpu.millis())),
                        none,
                        0,
                        OptionalLong.of(memoryBytes),
                        none));
        apply(
                root + "/besteffort",
                new Limits(OptionalLong.of(LinuxResources.shares(0)), none, 0, none, none));
        weigh(List.of());
    }

    /// Gives the class of burstable pods the weight of all of them.
    ///
    /// @param active the pods of which something runs, or is to run
    public void weigh(Collection<PodSpec> active) {
        long millis = 0;
        for (PodSpec pod : active) {
            if (QosClass.of(pod) == QosClass.BURSTABLE) {
                millis += millis(PodResources.withOverhead(pod, "requests"));
            }
        }
        OptionalLong none = OptionalLong.empty();
        apply(
                root + "/burstable",
                new Limits(OptionalLong.of(LinuxResources.shares(millis)), none, 0, none, none));
    }

    /// Makes the cgroup of a pod, or sets its limits anew.
    public void prepare(PodSpec pod) {
        apply(names.cgroup(pod), limits(pod));
    }

    /// Before containers get more: as [#prepare], but the memory limit is not lowered.
    public void widen(PodSpec pod) {
        Limits limits = limits(pod);
        OptionalLong memory = limits.memoryBytes();
        try {
            OptionalLong before = cgroups.memoryBytes(names.cgroup(pod));
            boolean isLower =
                    memory.isPresent()
                            && (before.isEmpty() || before.getAsLong() > memory.getAsLong());
            apply(
                    names.cgroup(pod),
                    new Limits(
                            limits.cpuShares(),
                            limits.cpuQuotaMicros(),
                            limits.cpuPeriodMicros(),
                            isLower ? OptionalLong.empty() : memory,
                            limits.pids()));
        } catch (IOException e) {
            LOG.warn("Cgroup {} cannot be read: {}", names.cgroup(pod), e.toString());
        }
    }

    /// The memory limit of a pod as a whole; empty where not all containers have one.
    public OptionalLong memoryLimit(PodSpec pod) {
        return limits(pod).memoryBytes();
    }

    private void apply(String cgroup, Limits limits) {
        try {
            cgroups.create(cgroup);
            cgroups.apply(cgroup, limits);
        } catch (IOException e) {
            LOG.warn("Cgroup {} cannot be set: {}", cgroup, e.toString());
        }
    }

    private Limits limits(PodSpec pod) {
        QosClass qos = QosClass.of(pod);
        Map<String, Quantity> limits = PodResources.withOverhead(pod, "limits");
        long period = settings.cpuPeriod().toNanos() / 1000;
        OptionalLong pids =
                settings.pids() < 0 ? OptionalLong.empty() : OptionalLong.of(settings.pids());
        if (qos == QosClass.BEST_EFFORT) {
            return new Limits(
                    OptionalLong.of(LinuxResources.shares(0)),
                    OptionalLong.empty(),
                    period,
                    OptionalLong.empty(),
                    pids);
        }
        long cpu = limits.getOrDefault("cpu", Quantity.ZERO).millis();
        long quota =
                settings.cpuQuota() == CpuQuota.OFF ? -1 : LinuxResources.quotaMicros(cpu, period);
        return new Limits(
                OptionalLong.of(
                        LinuxResources.shares(millis(PodResources.withOverhead(pod, "requests")))),
                declares(pod, "cpu") ? OptionalLong.of(quota) : OptionalLong.empty(),
                period,
                declares(pod, "memory")
                        ? OptionalLong.of(limits.getOrDefault("memory", Quantity.ZERO).value())
                        : OptionalLong.empty(),
                pids);
    }

    /// Whether the pod itself has a limit, or else all of its containers.
    private static boolean declares(PodSpec pod, String resource) {
        return isSet(pod.json(), resource)
                || pod.allContainers().stream()
                        .filter(each -> each.role() != ContainerSpec.Role.EPHEMERAL)
                        .allMatch(each -> isSet(each.json(), resource));
    }

    private static boolean isSet(JsonNode owner, String resource) {
        JsonNode limit = owner.path("resources").path("limits").path(resource);
        return limit.isValueNode() && !Quantity.parse(limit.asString("0")).isZero();
    }

    private static long millis(Map<String, Quantity> amounts) {
        return amounts.getOrDefault("cpu", Quantity.ZERO).millis();
    }
}
