package dev.purser.node.launch;

import dev.purser.api.quantity.Quantity;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.spec.QosClass;
import dev.purser.node.status.PodResources;
import java.util.Map;
import runtime.v1.CriV1.LinuxContainerResources;
import tools.jackson.databind.JsonNode;

/// CPU, memory and out-of-memory score of a container, as kubelet computes them.
final class LinuxResources {
    private static final long PERIOD_MICROS = 100_000;
    private static final long QUOTA_MICROS_MIN = 1_000;
    private static final long SHARES_PER_CPU = 1024;
    private static final long SHARES_MIN = 2;
    private static final long MILLIS_PER_CPU = 1000;

    private static final int SCORE_GUARANTEED = -997;
    private static final int SCORE_BEST_EFFORT = 1000;
    private static final int SCORE_BURSTABLE_MIN = 3;
    private static final int SCORE_BURSTABLE_MAX = 999;

    private LinuxResources() {}

    static LinuxContainerResources of(PodSpec pod, ContainerSpec container, long nodeMemoryBytes) {
        JsonNode resources = container.json().path("resources");
        JsonNode requests = resources.path("requests");
        JsonNode limits = resources.path("limits");
        long cpuRequest = requests.has("cpu") ? millis(requests) : millis(limits);
        var result = of(cpuRequest, millis(limits), bytes(limits));
        result.setOomScoreAdj(oomScore(pod, bytes(requests), nodeMemoryBytes));
        return result.build();
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
        result.setCpuShares(Math.max(SHARES_MIN, cpuRequest * SHARES_PER_CPU / MILLIS_PER_CPU));
        if (cpuLimit > 0) {
            result.setCpuPeriod(PERIOD_MICROS);
            result.setCpuQuota(
                    Math.max(QUOTA_MICROS_MIN, cpuLimit * PERIOD_MICROS / MILLIS_PER_CPU));
        }
        return result.setMemoryLimitInBytes(memoryLimit);
    }

    /// The more of the node's memory a burstable container asked for, the better it is protected.
    private static int oomScore(PodSpec pod, long requestBytes, long nodeMemoryBytes) {
        return switch (QosClass.of(pod)) {
            case GUARANTEED -> SCORE_GUARANTEED;
            case BEST_EFFORT -> SCORE_BEST_EFFORT;
            case BURSTABLE -> {
                long share = SCORE_BEST_EFFORT * requestBytes / Math.max(1, nodeMemoryBytes);
                yield Math.clamp(
                        SCORE_BEST_EFFORT - share, SCORE_BURSTABLE_MIN, SCORE_BURSTABLE_MAX);
            }
        };
    }

    private static long millis(JsonNode amounts) {
        return Quantity.parse(amounts.path("cpu").asString("0")).millis();
    }

    private static long bytes(JsonNode amounts) {
        return Quantity.parse(amounts.path("memory").asString("0")).value();
    }
}
