package dev.purser.external.transform;

import dev.purser.external.secret.SecretValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Makes one object of many values that are JSON objects (`rewrite.merge`). Members of keys with a
/// priority win, those of the last of them most.
final class JsonMerge {
    /// Numbers stay as they were written.
    private static final JsonMapper EXACT =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    private final JsonNode operation;
    private final List<String> priority = new ArrayList<>();

    private JsonMerge(JsonNode operation) {
        this.operation = operation;
        operation.path("priority").forEach(key -> priority.add(key.asString("")));
    }

    static JsonMerge of(JsonNode operation) {
        return new JsonMerge(operation);
    }

    Map<String, SecretValue> apply(Map<String, SecretValue> values) throws TransformException {
        Map<String, JsonNode> merged = merged(values);
        return switch (operation.path("strategy").asString("")) {
            case "", "Extract" -> extracted(merged);
            case "JSON" -> joined(values, merged);
            default ->
                    throw new TransformException(
                            "merge strategy %s is not supported"
                                    .formatted(operation.path("strategy").asString("")));
        };
    }

    private Map<String, JsonNode> merged(Map<String, SecretValue> values)
            throws TransformException {
        Map<String, JsonNode> merged = new TreeMap<>();
        List<String> conflicts = new ArrayList<>();
        for (String key : order(values)) {
            SecretValue value = values.get(key);
            if (value != null) {
                for (Map.Entry<String, JsonNode> member : object(value).properties()) {
                    if (merged.put(member.getKey(), member.getValue()) != null) {
                        conflicts.add(member.getKey());
                    }
                }
            } else if (!isPriorityLoose()) {
                throw new TransformException(
                        "merge failed with key \"%s\" not found in input map".formatted(key));
            }
        }
        if (!conflicts.isEmpty()
                && !operation.path("conflictPolicy").asString("").equals("Ignore")) {
            throw new TransformException(
                    "merge failed with conflicts: " + String.join(", ", conflicts));
        }
        return merged;
    }

    private boolean isPriorityLoose() {
        return operation.path("priorityPolicy").asString("").equals("IgnoreNotFound");
    }

    private List<String> order(Map<String, SecretValue> values) {
        TreeSet<String> others = new TreeSet<>(values.keySet());
        priority.forEach(others::remove);
        List<String> order = new ArrayList<>(others);
        order.addAll(priority);
        return order;
    }

    /// What the parser complains of may quote the value.
    private static JsonNode object(SecretValue value) throws TransformException {
        try {
            JsonNode tree = EXACT.readTree(value.bytes());
            if (tree.isObject()) {
                return tree;
            }
        } catch (JacksonException e) {
            throw new TransformException("merge failed with failed to unmarshal JSON");
        }
        throw new TransformException("merge failed with a value that is no JSON object");
    }

    private static Map<String, SecretValue> extracted(Map<String, JsonNode> merged) {
        Map<String, SecretValue> values = new LinkedHashMap<>();
        merged.forEach((key, value) -> values.put(key, SecretValue.of(PlainJson.text(value))));
        return values;
    }

    private Map<String, SecretValue> joined(
            Map<String, SecretValue> values, Map<String, JsonNode> merged)
            throws TransformException {
        String into = operation.path("into").asString("");
        if (into.isEmpty()) {
            throw new TransformException("merge failed with missing 'into' field");
        }
        Map<String, SecretValue> joined = new LinkedHashMap<>(values);
        joined.put(into, SecretValue.of(PlainJson.object(merged)));
        return joined;
    }
}
