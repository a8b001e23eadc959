package dev.purser.node.eviction;

import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import dev.purser.node.eviction.PodConsumption.ContainerConsumption;
import dev.purser.node.settings.Signal;
import dev.purser.node.settings.Threshold;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Why a pod was evicted, in kubelet's words.
final class EvictionMessage {
    private final Starved starved;
    private final List<Threshold> due;
    private final Map<Signal, Observation> observed;

    /// @param due the thresholds that are met
    EvictionMessage(Starved starved, List<Threshold> due, Map<Signal, Observation> observed) {
        this.starved = starved;
        this.due = due;
        this.observed = observed;
    }

    /// @param used null when nothing is known of it
    String about(PodSpec pod, @Nullable PodConsumption used) {
        StringBuilder message =
                new StringBuilder("The node was low on resource: %s. ".formatted(starved.text()));
        message.append(threshold());
        if (used == null) {
            return message.toString();
        }
        message.append(podItself(pod, used));
        Stream.concat(pod.mainContainers().stream(), pod.initContainers().stream())
                .forEach(each -> message.append(container(each, used)));
        return message.toString();
    }

    private String threshold() {
        for (Threshold each : due) {
            Observation seen = observed.get(each.signal());
            if (Starved.of(each.signal()) == starved && seen != null) {
                return "Threshold quantity: %s, available: %s. "
                        .formatted(
                                starved.quantity(each.value().of(seen.capacity())),
                                starved.quantity(seen.available()));
            }
        }
        return "";
    }

    /// A pod may ask for memory as a whole (KEP-2837).
    private String podItself(PodSpec pod, PodConsumption used) {
        var requests = pod.json().path("resources").path("requests");
        if (starved != Starved.MEMORY || !requests.has(starved.text())) {
            return "";
        }
        return "Pod %s was using %s, request is %s, has larger consumption of %s. "
                .formatted(
                        pod.identity().name(),
                        starved.quantity(used.memoryBytes()),
                        requests.path(starved.text()).asString("0"),
                        starved.text());
    }

    private String container(ContainerSpec container, PodConsumption used) {
        ContainerConsumption own = used.containers().get(container.name());
        OptionalLong amount = own == null ? OptionalLong.empty() : amount(own);
        var requests = container.json().path("resources").path("requests");
        Quantity request = Quantities.get(requests, starved.text());
        if (amount.isEmpty() || amount.getAsLong() <= request.value()) {
            return "";
        }
        return "Container %s was using %s, request is %s, has larger consumption of %s. "
                .formatted(
                        container.name(),
                        starved.quantity(amount.getAsLong()),
                        request,
                        starved.text());
    }

    private OptionalLong amount(ContainerConsumption container) {
        return switch (starved) {
            case MEMORY -> OptionalLong.of(container.memoryBytes());
            case DISK -> OptionalLong.of(container.written().plus(container.logs()).bytes());
            case INODES, PIDS -> OptionalLong.empty();
        };
    }
}
