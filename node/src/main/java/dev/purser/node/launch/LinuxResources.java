package dev.purser.node.launch;

import dev.purser.api.quantity.Quantity;
import dev.purser.node.cgroup.CgroupTree.Version;
import dev.purser.node.settings.PodSettings;
import dev.purser.node.settings.PodSettings.CpuQuota;
import dev.purser.node.settings.PodSettings.OomKill;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.spec.QosClass;
import dev.purser.node.status.PodResources;
import java.util.List;
import java.util.Map;
import runtime.v1.CriV1.HugepageLimit;
import runtime.v1.CriV1.LinuxContainerResources;
import tools.jackson.databind.JsonNode;

/// CPU, memory and out-of-memory score of a container, as kubelet computes them.
public final class LinuxResources {
    private static final long PERIOD_MICROS = 100_000;
    private static final long QUOTA_MICROS_MIN = 1_000;
    private static final long SHARES_PER_CPU = 1024;
    private static final long SHARES_MIN = 2;
    private static final long SHARES_MAX = 262_144;
    private static final long MILLIS_PER_CPU = 1000;

    private static final int SCORE_GUARANTEED = -997;
    private static final int SCORE_BEST_EFFORT = 1000;
    private static final int SCORE_BURSTABLE_MIN = 3;
    private static final int SCORE_BURSTABLE_MAX = 999;
    private static final String NODE_CRITICAL = "system-node-critical";

    private final long nodeMemoryBytes;
    private final PodSettings settings;
    private final Version cgroups;

    /// @param cgroups the version that the machine has
    public LinuxResources(long nodeMemoryBytes, PodSettings settings, Version cgroups) {
        this.nodeMemoryBytes = nodeMemoryBytes;
        this.settings = settings;
        this.cgroups = cgroups;
    }

    /// The resources of a container. One without limits of its own has those of its pod, where that
    /// has some (KEP-2837).
    public LinuxContainerResources of(PodSpec pod, ContainerSpec container) {
        JsonNode resources = container.json().path("resources");
        JsonNode requests = resources.path("requests");
        JsonNode limits = resources.path("limits");
        JsonNode podLimits = pod.json().path("resources").path("limits");
        long cpuLimit = millis(limits.has("cpu") ? limits : podLimits);
        long memoryLimit = bytes(limits.has("memory") ? limits : podLimits);
        long cpuRequest = requests.has("cpu") ? millis(requests) : cpuLimit;
        long period = settings.cpuPeriod().toNanos() / 1000;
        var result = LinuxContainerResources.newBuilder().setCpuShares(shares(cpuRequest));
        if (settings.cpuQuota() == CpuQuota.ENFORCED && cpuLimit > 0) {
            result.setCpuPeriod(period).setCpuQuota(quotaMicros(cpuLimit, period));
        }
        result.setMemoryLimitInBytes(memoryLimit);
        result.setOomScoreAdj(oomScore(pod, container));
        addHugePages(result, limits);
        if (cgroups == Version.V2) {
            result.putUnified("memory.high", "max");
            if (settings.oomKill() == OomKill.CONTAINER) {
                result.putUnified("memory.oom.group", "1");
            }
        }
        return result.build();
    }

    private static void addHugePages(LinuxContainerResources.Builder result, JsonNode limits) {
        limits.properties().stream()
                .filter(each -> each.getKey().startsWith("hugepages-"))
                .forEach(each ->
                        result.addHugepageLimits(
                                HugepageLimit.newBuilder()
                                        .setPageSize(pageSize(each.getKey()))
                                        .setLimit(
                                                Quantity.parse(each.getValue().asString("0"))
                                                        .value())));
    }

    /// `hugepages-2Mi` is `2MB` to runtimes.
    private static String pageSize(String resource) {
        return resource.substring("hugepages-".length()).replace("i", "B");
    }

    /// What the sandbox itself takes beside the containers (`overhead`, KEP-688).
    static LinuxContainerResources overhead(PodSpec pod) {
        JsonNode overhead = pod.json().path("overhead");
        return of(millis(overhead), millis(overhead), bytes(overhead)).build();
    }

    /// What the whole pod may use, without its overhead; runtimes with machines of their own size
    /// them by it.
    static LinuxContainerResources ofPod(PodSpec pod) {
        Map<String, Quantity> requests = PodResources.of(pod, "requests");
        Map<String, Quantity> limits = PodResources.of(pod, "limits");
        long cpuLimit = limits.getOrDefault("cpu", Quantity.ZERO).millis();
        long cpu = requests.containsKey("cpu") ? requests.get("cpu").millis() : cpuLimit;
        return of(cpu, cpuLimit, limits.getOrDefault("memory", Quantity.ZERO).value()).build();
    }

    private static LinuxContainerResources.Builder of(
            long cpuRequest, long cpuLimit, long memoryLimit) {
        var result = LinuxContainerResources.newBuilder();
        result.setCpuShares(shares(cpuRequest));
        if (cpuLimit > 0) {
            result.setCpuPeriod(PERIOD_MICROS);
            result.setCpuQuota(quotaMicros(cpuLimit, PERIOD_MICROS));
        }
        return result.setMemoryLimitInBytes(memoryLimit);
    }

    /// The weight of a request for processor time.
    static long shares(long cpuMillis) {
        return Math.clamp(cpuMillis * SHARES_PER_CPU / MILLIS_PER_CPU, SHARES_MIN, SHARES_MAX);
    }

    /// How much of each period a limit of processor time is; 0 for no limit.
    static long quotaMicros(long cpuMillis, long periodMicros) {
        return cpuMillis == 0
                ? 0
                : Math.max(QUOTA_MICROS_MIN, cpuMillis * periodMicros / MILLIS_PER_CPU);
    }

    /// The more of the node's memory a burstable container asked for, the better it is protected. A
    /// sidecar is never less protected than the least protected main container, and what a pod asks
    /// for beyond its containers is shared out among them.
    private int oomScore(PodSpec pod, ContainerSpec container) {
        if (pod.json().path("priorityClassName").asString("").equals(NODE_CRITICAL)) {
            return SCORE_GUARANTEED;
        }
        return switch (QosClass.of(pod)) {
            case GUARANTEED -> SCORE_GUARANTEED;
            case BEST_EFFORT -> SCORE_BEST_EFFORT;
            case BURSTABLE -> {
                long share = spare(pod);
                long score = score(request(container) + share);
                if (container.isSidecar()) {
                    long least =
                            pod.mainContainers().stream()
                                    .mapToLong(LinuxResources::request)
                                    .min()
                                    .orElse(0);
                    score = Math.min(score, score(least + share));
                }
                yield Math.clamp(score, SCORE_BURSTABLE_MIN, SCORE_BURSTABLE_MAX);
            }
        };
    }

    private long score(long requestBytes) {
        return SCORE_BEST_EFFORT - SCORE_BEST_EFFORT * requestBytes / Math.max(1, nodeMemoryBytes);
    }

    private static long request(ContainerSpec container) {
        return bytes(container.json().path("resources").path("requests"));
    }

    /// What each container has of the pod's own request.
    private static long spare(PodSpec pod) {
        JsonNode own = pod.json().path("resources").path("requests");
        if (!own.has("memory")) {
            return 0;
        }
        List<ContainerSpec> lasting = pod.lastingContainers();
        long asked = lasting.stream().mapToLong(LinuxResources::request).sum();
        return Math.max(0, bytes(own) - asked) / Math.max(1, lasting.size());
    }

    private static long millis(JsonNode amounts) {
        return Quantity.parse(amounts.path("cpu").asString("0")).millis();
    }

    private static long bytes(JsonNode amounts) {
        return Quantity.parse(amounts.path("memory").asString("0")).value();
    }
}
