package dev.purser.api.meta;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One API object: its JSON tree, with typed access to what every kind shares.
///
/// Whoever holds a KubeObject owns it; one that is handed to others is copied first. Not
/// thread-safe. `toString` names the object and never shows its content, which may be a Secret's.
public final class KubeObject {
    private final ObjectNode json;

    private KubeObject(ObjectNode json) {
        this.json = json;
    }

    /// A view of this tree; changes go through in both directions.
    public static KubeObject of(ObjectNode json) {
        return new KubeObject(json);
    }

    /// A new object of a kind with only a name; an empty namespace means cluster scope.
    public static KubeObject named(GroupVersionKind kind, String namespace, String name) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        ObjectNode metadata = json.putObject("metadata");
        metadata.put("name", name);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        return new KubeObject(json);
    }

    public ObjectNode json() {
        return json;
    }

    public KubeObject copy() {
        return new KubeObject(json.deepCopy());
    }

    public GroupVersionKind groupVersionKind() {
        return GroupVersionKind.of(text(json, "apiVersion"), text(json, "kind"));
    }

    public String kind() {
        return text(json, "kind");
    }

    /// The metadata of this object, made when it was missing.
    public ObjectNode metadata() {
        return json.get("metadata") instanceof ObjectNode metadata
                ? metadata
                : json.putObject("metadata");
    }

    /// The name, or the empty string.
    public String name() {
        return text(metadata(), "name");
    }

    /// The namespace; the empty string for cluster-scoped objects.
    public String namespace() {
        return text(metadata(), "namespace");
    }

    public String uid() {
        return text(metadata(), "uid");
    }

    public String resourceVersion() {
        return text(metadata(), "resourceVersion");
    }

    public long generation() {
        return metadata().path("generation").asLong(0);
    }

    /// The moment deletion was asked for, as RFC 3339; empty while nobody did.
    public Optional<String> deletionTimestamp() {
        return Optional.of(text(metadata(), "deletionTimestamp")).filter(time -> !time.isEmpty());
    }

    /// A copy of the labels.
    public Map<String, String> labels() {
        return strings(metadata().path("labels"));
    }

    /// A copy of the annotations.
    public Map<String, String> annotations() {
        return strings(metadata().path("annotations"));
    }

    /// The spec, made when it was missing.
    public ObjectNode spec() {
        return json.get("spec") instanceof ObjectNode spec ? spec : json.putObject("spec");
    }

    /// The status, made when it was missing.
    public ObjectNode status() {
        return json.get("status") instanceof ObjectNode status ? status : json.putObject("status");
    }

    private static Map<String, String> strings(JsonNode node) {
        Map<String, String> result = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> result.put(entry.getKey(), entry.getValue().asString("")));
        return result;
    }

    private static String text(ObjectNode node, String field) {
        return node.path(field).asString("");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KubeObject that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return json.hashCode();
    }

    @Override
    public String toString() {
        return kind() + " " + (namespace().isEmpty() ? "" : namespace() + "/") + name();
    }
}
