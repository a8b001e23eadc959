package dev.purser.api.extension;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Checks that lists that are sets or have keys hold nothing twice.
public final class ListUniqueness {
    private ListUniqueness() {}

    /// Checks all lists of an object.
    public static void validate(
            JsonNode value, JsonSchema schema, String path, FieldErrors errors) {
        if (value.isObject()) {
            validateMembers(value, schema, path, errors);
        } else if (value.isArray()) {
            validateList(value, schema, path, errors);
            schema.items()
                    .ifPresent(items -> {
                        for (int i = 0; i < value.size(); i++) {
                            validate(value.path(i), items, "%s[%d]".formatted(path, i), errors);
                        }
                    });
        }
    }

    private static void validateMembers(
            JsonNode object, JsonSchema schema, String path, FieldErrors errors) {
        Optional<JsonSchema> additional = schema.additional();
        if (additional.isPresent()) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                validate(
                        member.getValue(),
                        additional.get(),
                        "%s[%s]".formatted(path, member.getKey()),
                        errors);
            }
        }
        schema.structure()
                .properties()
                .forEach((name, known) -> {
                    JsonNode member = object.get(name);
                    if (member != null) {
                        validate(member, known, path.isEmpty() ? name : path + "." + name, errors);
                    }
                });
    }

    private static void validateList(
            JsonNode list, JsonSchema schema, String path, FieldErrors errors) {
        switch (schema.traits().listType()) {
            case "set" -> reportRepeated(items(list), path, errors);
            case "map" -> {
                for (int i = 0; i < list.size(); i++) {
                    JsonNode item = list.path(i);
                    if (!item.isNull() && !item.isObject()) {
                        errors.invalidShown(
                                "%s[%d]".formatted(path, i),
                                GoNumbers.shown(item),
                                "must be an object for an array of list-type map");
                        return;
                    }
                }
                reportRepeated(keys(list, schema.traits().listMapKeys()), path, errors);
            }
            default -> {
                // Anything may be in such a list.
            }
        }
    }

    private static List<JsonNode> items(JsonNode list) {
        List<JsonNode> items = new ArrayList<>();
        list.forEach(items::add);
        return items;
    }

    private static List<JsonNode> keys(JsonNode list, List<String> names) {
        List<JsonNode> keys = new ArrayList<>();
        for (JsonNode item : list) {
            ObjectNode key = JsonNodeFactory.instance.objectNode();
            names.stream()
                    .sorted()
                    .filter(item::has)
                    .forEach(name -> key.set(name, item.path(name)));
            keys.add(key);
        }
        return keys;
    }

    /// Reports the second of equal values, however many there are.
    private static void reportRepeated(List<JsonNode> values, String path, FieldErrors errors) {
        Map<JsonNode, Integer> seen = new HashMap<>();
        for (int i = 0; i < values.size(); i++) {
            if (seen.merge(values.get(i), 1, Integer::sum) == 2) {
                errors.add(
                        new FieldError(
                                FieldError.Type.DUPLICATE,
                                "%s[%d]".formatted(path, i),
                                "Duplicate value: " + GoNumbers.shown(values.get(i))));
            }
        }
    }
}
