package dev.purser.node.pod;

import dev.purser.api.quantity.Quantities;
import dev.purser.node.cgroup.CgroupUsage;
import dev.purser.node.pod.PodResize.Change;
import dev.purser.node.resize.Allocations;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// Keeps memory limits from being set below what is in use, which would kill. Thread-safe.
final class MemoryShrinking {
    private static final String MEMORY = "memory";

    private final PodServices services;

    MemoryShrinking(PodServices services) {
        this.services = services;
    }

    /// @throws ShrinkException when a limit would be lower than what is used
    void check(PodSpec pod, List<Change> changes) throws ShrinkException {
        List<Change> shrunk =
                changes.stream().filter(each -> isLess(pod, each.container())).toList();
        if (shrunk.isEmpty()) {
            return;
        }
        String cgroup = services.sandboxConfigs().cgroup(pod);
        CgroupUsage usage = services.limits().usage();
        try {
            OptionalLong podUse = usage.usageBytes(cgroup);
            List<String> errors = new ArrayList<>();
            OptionalLong podLimit = services.limits().cgroups().memoryLimit(pod);
            if (podLimit.isPresent()
                    && podUse.isPresent()
                    && podUse.getAsLong() >= podLimit.getAsLong()) {
                errors.add(
                        "attempting to set pod memory limit (%d) below current usage (%d)"
                                .formatted(podLimit.getAsLong(), podUse.getAsLong()));
            }
            for (Change each : shrunk) {
                long limit = limit(Allocations.resources(each.container()));
                OptionalLong use = usage.usageBytes(cgroup + "/" + each.id());
                if (use.isPresent() && use.getAsLong() >= limit) {
                    // Kubelet tells the use of the pod here as well.
                    errors.add(
                            "attempting to set container \"%s\" memory limit (%d) below current usage (%d)"
                                    .formatted(
                                            each.container().name(),
                                            limit,
                                            podUse.orElse(use.getAsLong())));
                }
            }
            if (!errors.isEmpty()) {
                String all =
                        errors.size() == 1
                                ? errors.getFirst()
                                : "[" + String.join(", ", errors) + "]";
                throw new ShrinkException("cannot decrease memory limits: " + all);
            }
        } catch (IOException e) {
            throw new ShrinkException(
                    "unable to read memory usage for pod \"%s\"".formatted(pod.identity()));
        }
    }

    private boolean isLess(PodSpec pod, ContainerSpec container) {
        long wanted = limit(Allocations.resources(container));
        long now =
                services.limits()
                        .allocations()
                        .inForce(pod, container.name())
                        .map(MemoryShrinking::limit)
                        .orElse(0L);
        return wanted > 0 && (now == 0 || wanted < now);
    }

    private static long limit(JsonNode resources) {
        return Quantities.get(resources.path("limits"), MEMORY).value();
    }
}
