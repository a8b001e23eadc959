package dev.purser.controllers.namespace;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Conditions;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The conditions that tell how far the deletion of a namespace is.
final class NamespaceConditions {
    private final InstantSource clock;

    NamespaceConditions(InstantSource clock) {
        this.clock = clock;
    }

    private record Condition(String type, String status, String reason, String message) {}

    /// Writes all conditions into the namespace's status.
    void write(KubeObject namespace, Remains remains) {
        ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
        JsonNode before = namespace.json().path("status");
        add(
                conditions,
                before,
                new Condition(
                        "NamespaceDeletionDiscoveryFailure",
                        "False",
                        "ResourcesDiscovered",
                        "All resources successfully discovered"));
        add(
                conditions,
                before,
                new Condition(
                        "NamespaceDeletionGroupVersionParsingFailure",
                        "False",
                        "ParsedGroupVersions",
                        "All legacy kube types successfully parsed"));
        add(conditions, before, contentFailure(remains));
        add(conditions, before, contentRemaining(remains.byResource()));
        add(conditions, before, finalizersRemaining(remains.byFinalizer()));
        namespace.status().set("conditions", conditions);
    }

    private static Condition contentFailure(Remains remains) {
        String type = "NamespaceDeletionContentFailure";
        return remains.overdue().isEmpty()
                ? new Condition(
                        type,
                        "False",
                        "ContentDeleted",
                        "All content successfully deleted, may be waiting on finalization")
                : new Condition(
                        type,
                        "True",
                        "ContentDeletionFailed",
                        "Failed to delete all resource types, 1 remaining: " + remains.overdue());
    }

    private static Condition contentRemaining(SortedMap<String, Integer> resources) {
        String type = "NamespaceContentRemaining";
        return resources.isEmpty()
                ? new Condition(type, "False", "ContentRemoved", "All content successfully removed")
                : new Condition(
                        type,
                        "True",
                        "SomeResourcesRemain",
                        "Some resources are remaining: " + counted(resources, "%s has %d"));
    }

    private static Condition finalizersRemaining(SortedMap<String, Integer> finalizers) {
        String type = "NamespaceFinalizersRemaining";
        return finalizers.isEmpty()
                ? new Condition(
                        type,
                        "False",
                        "ContentHasNoFinalizers",
                        "All content-preserving finalizers finished")
                : new Condition(
                        type,
                        "True",
                        "SomeFinalizersRemain",
                        "Some content in the namespace has finalizers remaining: "
                                + counted(finalizers, "%s in %d"));
    }

    private static String counted(Map<String, Integer> counts, String form) {
        return counts.entrySet().stream()
                .map(entry ->
                        form.formatted(entry.getKey(), entry.getValue()) + " resource instances")
                .collect(Collectors.joining(", "));
    }

    private void add(ArrayNode conditions, JsonNode before, Condition condition) {
        Optional<JsonNode> same =
                Conditions.find(before, condition.type())
                        .filter(now -> now.path("status").asString("").equals(condition.status()));
        String transition =
                same.map(now -> now.path("lastTransitionTime").asString(""))
                        .orElseGet(() -> Timestamps.seconds(clock.instant()));
        conditions
                .addObject()
                .put("type", condition.type())
                .put("status", condition.status())
                .put("lastTransitionTime", transition)
                .put("reason", condition.reason())
                .put("message", condition.message());
    }
}
