package dev.purser.api.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// One field of a struct.
///
/// @param go what the field is in Kubernetes' own struct, which some error messages show
/// @param raw the property as OpenAPI has it; shared, not to be changed
public record Field(String name, Schema schema, Absence absence, GoField go, ObjectNode raw) {
    /// The default that OpenAPI publishes. Zero values and `{}` only say that the field is not a
    /// pointer; [#absence] is the truth about those.
    public Optional<JsonNode> publishedDefault() {
        return raw.optional("default");
    }

    /// The values that the field may have; empty when it is not an enumeration.
    public List<String> enumeration() {
        List<String> values = new ArrayList<>();
        raw.path("enum").forEach(value -> values.add(value.asString("")));
        return values;
    }

    /// How a strategic merge patch treats the field.
    public Merge merge() {
        String strategy = raw.path("x-kubernetes-patch-strategy").asString("");
        String key = raw.path("x-kubernetes-patch-merge-key").asString("");
        if (strategy.isEmpty() && key.isEmpty()) {
            return Merge.UNSPECIFIED;
        }
        return new Merge(strategy.isEmpty() ? Set.of() : Set.of(strategy.split(",")), key);
    }

    /// Whether server-side apply treats a struct behind this field as a whole; a property's own
    /// word wins over that of the type it refers to.
    public MapType mapType() {
        String own = raw.path("x-kubernetes-map-type").asString("");
        if (!own.isEmpty()) {
            return own.equals("atomic") ? MapType.ATOMIC : MapType.GRANULAR;
        }
        return switch (schema) {
            case ObjectSchema object -> object.mapType();
            case MapSchema map -> map.mapType();
            case ListSchema list -> MapType.ATOMIC;
            case ScalarSchema scalar -> MapType.ATOMIC;
        };
    }
}
