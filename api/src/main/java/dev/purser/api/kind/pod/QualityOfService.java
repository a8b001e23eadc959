package dev.purser.api.kind.pod;

import dev.purser.api.quantity.Quantities;
import dev.purser.api.quantity.Quantity;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// Which class of service the requests and limits of a Pod buy it.
public enum QualityOfService {
    /// Nothing is asked for.
    BEST_EFFORT("BestEffort"),
    /// As much is asked for as may be used at most, of CPU and memory, in every container.
    GUARANTEED("Guaranteed"),
    /// Anything between.
    BURSTABLE("Burstable");

    private static final List<String> RESOURCES = List.of("cpu", "memory");

    private final String text;

    QualityOfService(String text) {
        this.text = text;
    }

    /// The class of a Pod; what it asks for as a whole outweighs its containers.
    public static QualityOfService of(JsonNode spec) {
        if (PodResources.areSet(spec)) {
            return ofResources(spec.path("resources"));
        }
        return together(
                Containers.planned(spec).stream()
                        .map(container -> ofResources(container.path("resources"))));
    }

    private static QualityOfService ofResources(JsonNode resources) {
        return together(RESOURCES.stream().map(name -> ofResource(resources, name)));
    }

    private static QualityOfService ofResource(JsonNode resources, String name) {
        Quantity request = Quantities.get(resources.path("requests"), name);
        Quantity limit = Quantities.get(resources.path("limits"), name);
        if (!request.equals(limit)) {
            return BURSTABLE;
        }
        return request.isZero() ? BEST_EFFORT : GUARANTEED;
    }

    private static QualityOfService together(Stream<QualityOfService> parts) {
        List<QualityOfService> different = parts.distinct().toList();
        return switch (different.size()) {
            case 0 -> BEST_EFFORT;
            case 1 -> different.getFirst();
            default -> BURSTABLE;
        };
    }

    /// The name of the class in a status.
    @Override
    public String toString() {
        return text;
    }
}
