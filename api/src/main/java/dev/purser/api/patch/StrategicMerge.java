package dev.purser.api.patch;

import dev.purser.api.meta.JsonEquality;
import dev.purser.api.schema.Field;
import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.MapSchema;
import dev.purser.api.schema.Merge;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.schema.Schema;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Merges maps for [StrategicMergePatch]. Both sides are changed on the way, the patch because
/// error messages show what was left of it.
final class StrategicMerge {
    static final String DIRECTIVE = "$patch";
    static final String ORDER_PREFIX = "$setElementOrder";
    private static final String RETAIN_KEYS = "$retainKeys";
    private static final String DELETE_PREFIX = "$deleteFromPrimitiveList";

    private StrategicMerge() {}

    /// What the schema says about one member of a map.
    ///
    /// @param schema of the member's value, or of the items when that is a list; empty when unknown
    record Rule(Optional<Schema> schema, Merge merge) {
        static final Rule UNKNOWN = new Rule(Optional.empty(), Merge.UNSPECIFIED);

        static Rule of(Optional<? extends Schema> owner, String member) {
            if (owner.isEmpty()) {
                return UNKNOWN;
            }
            return switch (owner.get()) {
                case ObjectSchema object -> object.field(member).map(Rule::of).orElse(UNKNOWN);
                case MapSchema map -> new Rule(Optional.of(map.values()), Merge.UNSPECIFIED);
                default -> UNKNOWN;
            };
        }

        private static Rule of(Field field) {
            Schema schema =
                    field.schema() instanceof ListSchema list ? list.items() : field.schema();
            return new Rule(Optional.of(schema), field.merge());
        }
    }

    /// Merges a patch into an original and returns the result, which may be either or neither.
    static ObjectNode merge(
            ObjectNode original, ObjectNode patch, Optional<? extends Schema> schema) {
        JsonNode directive = patch.get(DIRECTIVE);
        if (directive != null) {
            return applyDirective(directive, patch);
        }
        applyRetainKeys(original, patch);
        ElementOrder.apply(original, patch, schema);
        for (Map.Entry<String, JsonNode> member : List.copyOf(patch.properties())) {
            String name = member.getKey();
            if (name.startsWith(DELETE_PREFIX)) {
                deleteItems(original, listName(name, DELETE_PREFIX), member.getValue());
            } else {
                mergeMember(original, name, member.getValue(), Rule.of(schema, name));
            }
        }
        return original;
    }

    private static ObjectNode applyDirective(JsonNode directive, ObjectNode patch) {
        return switch (directive.asString("")) {
            case "replace" -> {
                patch.remove(DIRECTIVE);
                yield patch;
            }
            case "delete" -> patch.objectNode();
            default -> throw PatchErrors.badDirective(directive, patch);
        };
    }

    /// Drops the members that `$retainKeys` does not list; those of the patch must be listed.
    private static void applyRetainKeys(ObjectNode original, ObjectNode patch) {
        JsonNode listed = patch.remove(RETAIN_KEYS);
        if (listed == null) {
            return;
        }
        if (!listed.isArray()) {
            throw PatchErrors.badRetainKeys();
        }
        Set<String> retained = new HashSet<>();
        listed.forEach(key -> retained.add(key.asString("")));
        for (Map.Entry<String, JsonNode> member : patch.properties()) {
            String name = member.getKey();
            boolean exempt =
                    member.getValue().isNull()
                            || name.startsWith(DELETE_PREFIX)
                            || name.startsWith(ORDER_PREFIX);
            if (!exempt && !retained.contains(name)) {
                throw PatchErrors.badRetainKeys();
            }
        }
        original.retain(retained);
    }

    /// The list that a directive like `$setElementOrder/containers` is about.
    static String listName(String directive, String prefix) {
        if (!directive.startsWith(prefix + "/")) {
            throw prefix.equals(DELETE_PREFIX)
                    ? PatchErrors.badPrimitiveList()
                    : PatchErrors.badElementOrder();
        }
        return directive.substring(prefix.length() + 1);
    }

    private static void deleteItems(ObjectNode original, String name, JsonNode unwanted) {
        if (unwanted.isNull()) {
            original.remove(name);
        } else if (original.get(name) instanceof ArrayNode list
                && unwanted instanceof ArrayNode values) {
            ListMerge.requireSameType(list, values);
            for (JsonNode value : unwanted) {
                list.removeIf(item -> JsonEquality.same(item, value));
            }
        }
    }

    private static void mergeMember(ObjectNode original, String name, JsonNode value, Rule rule) {
        JsonNode old = original.get(name);
        if (value.isNull()) {
            original.remove(name);
        } else if (old instanceof ObjectNode oldMap && value instanceof ObjectNode newMap) {
            boolean whole = rule.merge().strategies().contains("replace");
            original.set(name, whole ? newMap : merge(oldMap, newMap, rule.schema()));
        } else if (old instanceof ArrayNode oldList && value instanceof ArrayNode newList) {
            original.set(name, ListMerge.merge(oldList, newList, rule));
        } else {
            if (old == null || old.getNodeType() != value.getNodeType()) {
                discardNulls(value);
            }
            if (removeDirectives(value)) {
                original.set(name, value);
            } else {
                original.remove(name);
            }
        }
    }

    private static void discardNulls(JsonNode value) {
        if (value instanceof ObjectNode object) {
            object.removeIf(JsonNode::isNull);
        }
        value.forEach(StrategicMerge::discardNulls);
    }

    /// Removes what directives are in a value that has nothing to merge with.
    ///
    /// @return whether the value itself stays: one that holds `$patch` does not
    static boolean removeDirectives(JsonNode value) {
        if (value instanceof ObjectNode object) {
            if (object.has(DIRECTIVE)) {
                return false;
            }
            object.removeIf(member -> !removeDirectives(member));
        } else if (value instanceof ArrayNode array) {
            array.removeIf(item -> !removeDirectives(item));
        }
        return true;
    }
}
