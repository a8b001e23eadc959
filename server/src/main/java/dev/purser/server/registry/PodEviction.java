package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.DeleteOptions;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// `pods/NAME/eviction`: a deletion that asks politely. Thread-safe.
public final class PodEviction implements PostHandler {
    private final Registry registry;

    public PodEviction(Registry registry) {
        this.registry = registry;
    }

    @Override
    public KubeObject post(WriteRequest request, KubeObject eviction) {
        JsonNode options = eviction.json().path("deleteOptions");
        JsonNode grace = options.path("gracePeriodSeconds");
        JsonNode preconditions = options.path("preconditions");
        registry.delete(
                request,
                new DeleteOptions(
                        grace.isNumber() ? OptionalLong.of(grace.asLong()) : OptionalLong.empty(),
                        Optional.empty(),
                        text(preconditions.path("uid")),
                        text(preconditions.path("resourceVersion"))));
        return Statuses.created();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
    }
}
