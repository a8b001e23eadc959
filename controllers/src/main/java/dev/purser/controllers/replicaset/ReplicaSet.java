package dev.purser.controllers.replicaset;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSelector;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// A ReplicaSet, or a ReplicationController, with its fields by name; absent counts are zero.
public record ReplicaSet(KubeObject object) {
    public String name() {
        return object.name();
    }

    public String uid() {
        return object.uid();
    }

    /// How many pods are wanted; one if the object does not say.
    public int replicas() {
        return spec().path("replicas").asInt(1);
    }

    public Duration minReady() {
        return Duration.ofSeconds(spec().path("minReadySeconds").asInt(0));
    }

    public JsonNode template() {
        return spec().path("template");
    }

    public LabelSelector selector() {
        JsonNode selector = spec().path("selector");
        return object.kind().equals(ReplicaKind.REPLICATION_CONTROLLER.kind())
                ? LabelSelector.ofLabels(labels(selector))
                : LabelSelector.of(selector);
    }

    private static Map<String, String> labels(JsonNode plain) {
        return plain.propertyStream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey, label -> label.getValue().asString("")));
    }

    /// How many pods there are.
    public int statusReplicas() {
        return status().path("replicas").asInt(0);
    }

    public int readyReplicas() {
        return status().path("readyReplicas").asInt(0);
    }

    public int availableReplicas() {
        return status().path("availableReplicas").asInt(0);
    }

    public int terminatingReplicas() {
        return status().path("terminatingReplicas").asInt(0);
    }

    public long observedGeneration() {
        return status().path("observedGeneration").asLong(0);
    }

    public String annotation(String key) {
        return object.metadata().path("annotations").path(key).asString("");
    }

    public String creationTimestamp() {
        return object.metadata().path("creationTimestamp").asString("");
    }

    public boolean isDeleting() {
        return object.deletionTimestamp().isPresent();
    }

    public JsonNode status() {
        return object.json().path("status");
    }

    private JsonNode spec() {
        return object.json().path("spec");
    }
}
