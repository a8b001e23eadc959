package dev.purser.api.openapi;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schemas;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Where documents find schemas: the built-in ones, and those of custom resources. Immutable.
///
/// @param schemas the built-in ones
/// @param custom those of custom resources, by name; shared, not to be changed
/// @param kinds the names of the schemas of custom kinds, lists included
public record SchemaPool(
        Schemas schemas, Map<String, ObjectNode> custom, Map<GroupVersionKind, String> kinds) {
    public SchemaPool {
        custom = Map.copyOf(custom);
        kinds = Map.copyOf(kinds);
    }

    /// The built-in schemas alone.
    public static SchemaPool builtIn(Schemas schemas) {
        return new SchemaPool(schemas, Map.of(), Map.of());
    }

    Set<String> names() {
        if (custom.isEmpty()) {
            return schemas.names();
        }
        Set<String> all = new HashSet<>(schemas.names());
        all.addAll(custom.keySet());
        return all;
    }

    /// The schema of this name; the caller's own.
    ObjectNode raw(String name) {
        ObjectNode known = custom.get(name);
        return known == null ? schemas.raw(name) : known.deepCopy();
    }

    /// The name of a kind's schema; empty when there is none.
    String name(GroupVersionKind kind) {
        String known = kinds.get(kind);
        return known != null ? known : schemas.find(kind).map(ObjectSchema::name).orElse("");
    }
}
