package dev.purser.controllers.metadata;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// An owner as an object in its namespace, or in none, names it.
public record OwnerReference(GroupVersionKind kind, String name, String uid) {
    /// Reads one of `metadata.ownerReferences`.
    public static OwnerReference of(JsonNode reference) {
        return new OwnerReference(
                GroupVersionKind.of(
                        reference.path("apiVersion").asString(""),
                        reference.path("kind").asString("")),
                reference.path("name").asString(""),
                reference.path("uid").asString(""));
    }

    /// All owners of an object.
    public static List<OwnerReference> of(KubeObject object) {
        List<OwnerReference> owners = new ArrayList<>();
        object.metadata().path("ownerReferences").forEach(reference -> owners.add(of(reference)));
        return owners;
    }
}
