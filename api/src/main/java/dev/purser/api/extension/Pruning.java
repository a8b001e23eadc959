package dev.purser.api.extension;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes out of an object what its schema does not know.
public final class Pruning {
    private static final Set<String> META_FIELDS = Set.of("apiVersion", "kind", "metadata");

    private final List<String> unknown = new ArrayList<>();

    private Pruning() {}

    /// Prunes a whole object, whose metadata stays as it is.
    ///
    /// @return the paths of what was taken out, sorted: `spec.ports[0].foo`
    public static List<String> pruneObject(ObjectNode object, JsonSchema schema) {
        Pruning pruning = new Pruning();
        pruning.members(object, new Frame(Optional.of(schema), Meta.KEPT), "");
        return pruning.unknown.stream().sorted().toList();
    }

    /// Prunes a value that is a part of an object.
    public static void pruneValue(JsonNode value, JsonSchema schema) {
        new Pruning().prune(value, Optional.of(schema), "");
    }

    /// Whether `apiVersion`, `kind` and `metadata` of an object are known anyway.
    private enum Meta {
        KEPT,
        PRUNED
    }

    /// What is known of an object's members.
    private record Frame(Optional<JsonSchema> schema, Meta meta) {
        static Frame of(Optional<JsonSchema> schema) {
            boolean embedded =
                    schema.filter(known -> known.traits().embeddedResource()).isPresent();
            return new Frame(schema, embedded ? Meta.KEPT : Meta.PRUNED);
        }

        boolean preserves() {
            return schema.filter(JsonSchema::preservesUnknownFields).isPresent();
        }

        boolean hasMember(String name) {
            return schema.filter(known ->
                            known.property(name).isPresent()
                                    || known.structure().others() != Structure.Others.UNSPECIFIED)
                    .isPresent();
        }
    }

    private void prune(JsonNode value, Optional<JsonSchema> schema, String path) {
        switch (value) {
            case ObjectNode object -> members(object, Frame.of(schema), path);
            case ArrayNode list -> items(list, schema, path);
            default -> {
                // A scalar has nothing to take out.
            }
        }
    }

    private void members(ObjectNode object, Frame frame, String path) {
        for (String name : List.copyOf(object.propertyNames())) {
            boolean meta = META_FIELDS.contains(name);
            if (meta && frame.meta == Meta.KEPT && frame.schema.isPresent()) {
                continue;
            }
            String memberPath = path.isEmpty() ? name : path + "." + name;
            if (frame.hasMember(name)) {
                prune(
                        object.path(name),
                        frame.schema.flatMap(known -> known.member(name)),
                        memberPath);
            } else if (!frame.preserves()) {
                if (!meta || !path.isEmpty()) {
                    unknown.add(memberPath);
                }
                object.remove(name);
            }
        }
    }

    private void items(ArrayNode list, Optional<JsonSchema> schema, String path) {
        boolean preserves = schema.filter(JsonSchema::preservesUnknownFields).isPresent();
        Optional<JsonSchema> items = schema.flatMap(JsonSchema::items);
        if (preserves && items.isEmpty()) {
            return;
        }
        for (int i = 0; i < list.size(); i++) {
            prune(list.path(i), items, "%s[%d]".formatted(path, i));
        }
    }
}
