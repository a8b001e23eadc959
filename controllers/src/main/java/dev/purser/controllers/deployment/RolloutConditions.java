package dev.purser.controllers.deployment;

import dev.purser.client.time.Timestamps;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The conditions of one Deployment, as a list that is being changed.
final class RolloutConditions {
    static final String AVAILABLE = "Available";
    static final String PROGRESSING = "Progressing";
    static final String REPLICA_FAILURE = "ReplicaFailure";

    private final ArrayNode conditions;
    private final InstantSource clock;

    RolloutConditions(JsonNode conditions, InstantSource clock) {
        this.conditions =
                conditions instanceof ArrayNode array
                        ? array.deepCopy()
                        : JsonNodeFactory.instance.arrayNode();
        this.clock = clock;
    }

    /// What a condition says.
    record Condition(String type, String status, String reason, String message) {}

    Optional<Condition> find(String type) {
        return node(type)
                .map(node ->
                        new Condition(
                                type,
                                node.path("status").asString(""),
                                node.path("reason").asString(""),
                                node.path("message").asString("")));
    }

    /// When the condition was last written.
    Optional<Instant> lastUpdate(String type) {
        return node(type)
                .flatMap(node -> Timestamps.parse(node.path("lastUpdateTime").asString("")));
    }

    private Optional<ObjectNode> node(String type) {
        for (JsonNode condition : conditions) {
            if (condition instanceof ObjectNode node
                    && node.path("type").asString("").equals(type)) {
                return Optional.of(node);
            }
        }
        return Optional.empty();
    }

    /// Sets a condition at the end of the list, unless its status and reason are there already.
    void set(Condition wanted) {
        boolean same =
                find(wanted.type())
                        .filter(now ->
                                now.status().equals(wanted.status())
                                        && now.reason().equals(wanted.reason()))
                        .isPresent();
        if (!same) {
            renew(wanted);
        }
    }

    /// Sets a condition with the present as the time of its update. The time of its transition
    /// changes only with its status.
    void renew(Condition wanted) {
        String now = Timestamps.seconds(clock.instant());
        String transition =
                node(wanted.type())
                        .filter(node -> node.path("status").asString("").equals(wanted.status()))
                        .map(node -> node.path("lastTransitionTime").asString(now))
                        .orElse(now);
        remove(wanted.type());
        conditions
                .addObject()
                .put("type", wanted.type())
                .put("status", wanted.status())
                .put("lastUpdateTime", now)
                .put("lastTransitionTime", transition)
                .put("reason", wanted.reason())
                .put("message", wanted.message());
    }

    void remove(String type) {
        conditions.removeIf(node -> node.path("type").asString("").equals(type));
    }

    /// Puts the list into a status.
    void writeTo(ObjectNode status) {
        if (conditions.isEmpty()) {
            status.remove("conditions");
        } else {
            status.set("conditions", conditions);
        }
    }
}
