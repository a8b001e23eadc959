package dev.purser.server.admission.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Says why an operation of a JSON patch does not fit a document, in the words of the library that
/// Kubernetes uses.
public final class JsonPatchMismatch {
    private static final String MISSING = ": missing value";

    private final String op;
    private final String path;
    private final String from;
    private final JsonNode document;

    private JsonPatchMismatch(JsonNode operation, JsonNode document) {
        this.op = operation.path("op").asString("");
        this.path = operation.path("path").asString("");
        this.from = operation.path("from").asString("");
        this.document = document;
    }

    /// Why an operation failed; empty if it was a test that found another value.
    public static Optional<String> why(JsonNode operation, JsonNode document) {
        JsonPatchMismatch mismatch = new JsonPatchMismatch(operation, document);
        return switch (mismatch.op) {
            case "add" -> Optional.of(mismatch.add());
            case "remove" -> Optional.of(mismatch.remove());
            case "replace" -> Optional.of(mismatch.replace());
            case "move" -> Optional.of(mismatch.move());
            case "copy" -> Optional.of(mismatch.copy());
            case "test" -> mismatch.test();
            default -> Optional.of("Unexpected kind: " + mismatch.op);
        };
    }

    private String add() {
        JsonNode container = container(path);
        return container == null
                ? "add operation does not apply: doc is missing path: \"%s\"".formatted(path)
                        + MISSING
                : "error in add for path: '%s': %s"
                        .formatted(path, unusable(container, path, Place.NEW));
    }

    private String remove() {
        JsonNode container = container(path);
        return container == null
                ? "remove operation does not apply: doc is missing path: \"%s\"".formatted(path)
                        + MISSING
                : "error in remove for path: '%s': %s"
                        .formatted(path, unusable(container, path, Place.EXISTING));
    }

    private String replace() {
        return "replace operation does not apply: doc is missing %s: %s"
                        .formatted(container(path) == null ? "path" : "key", path)
                + MISSING;
    }

    private String move() {
        if (from.isEmpty()) {
            return "move operation failed to decode from: operation, missing from field" + MISSING;
        }
        JsonNode source = container(from);
        if (source == null) {
            return "move operation does not apply: doc is missing from path: " + from + MISSING;
        }
        if (!has(source, key(from))) {
            return "error in move for path: '%s': %s"
                    .formatted(key(from), unusable(source, from, Place.EXISTING));
        }
        JsonNode target = container(path);
        return target == null
                ? "move operation does not apply: doc is missing destination path: "
                        + path
                        + MISSING
                : "error in move for path: '%s': %s"
                        .formatted(path, unusable(target, path, Place.NEW));
    }

    private String copy() {
        if (from.isEmpty()) {
            return "copy operation failed to decode from: operation, missing from field" + MISSING;
        }
        JsonNode source = container(from);
        if (source == null) {
            return "copy operation does not apply: doc is missing from path: " + from + MISSING;
        }
        if (source.isArray() && !has(source, key(from))) {
            return "error in copy for from: '%s': %s"
                    .formatted(from, unusable(source, from, Place.EXISTING));
        }
        JsonNode target = container(path);
        return target == null
                ? "copy operation does not apply: doc is missing destination path: "
                        + path
                        + MISSING
                : "error while adding value during copy: " + unusable(target, path, Place.NEW);
    }

    private Optional<String> test() {
        if (path.isEmpty()) {
            return Optional.empty();
        }
        JsonNode container = container(path);
        if (container == null) {
            return Optional.of("test operation does not apply: is missing path: " + path + MISSING);
        }
        return container.isArray() && !has(container, key(path))
                ? Optional.of(
                        "error in test for path: '%s': %s"
                                .formatted(path, unusable(container, path, Place.EXISTING)))
                : Optional.empty();
    }

    /// What the last part of a path is looked up in; null if the document has no such place.
    private @Nullable JsonNode container(String pointer) {
        List<String> parts = Arrays.asList(pointer.split("/", -1));
        if (parts.size() < 2) {
            return null;
        }
        JsonNode node = document;
        for (String part : parts.subList(1, parts.size() - 1)) {
            node = child(node, unescaped(part));
            if (!node.isContainer()) {
                return null;
            }
        }
        return node;
    }

    private static JsonNode child(JsonNode node, String key) {
        return switch (node) {
            case ObjectNode object -> object.path(key);
            case ArrayNode array -> array.path(index(array, key).orElse(-1));
            default -> node.path(key);
        };
    }

    private static boolean has(JsonNode container, String key) {
        return !child(container, key).isMissingNode();
    }

    private static Optional<Integer> index(JsonNode array, String key) {
        return number(key).map(index -> index < 0 ? index + array.size() : index);
    }

    private static Optional<Integer> number(String key) {
        try {
            return Optional.of(Integer.valueOf(key));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String key(String pointer) {
        return unescaped(pointer.substring(pointer.lastIndexOf('/') + 1));
    }

    private static String unescaped(String part) {
        return part.replace("~1", "/").replace("~0", "~");
    }

    private enum Place {
        EXISTING,
        NEW
    }

    /// Why a container has no place for a key.
    private static String unusable(JsonNode container, String pointer, Place place) {
        String key = key(pointer);
        if (container.isObject()) {
            return "Unable to remove nonexistent key: " + key + MISSING;
        }
        return number(key)
                .map(index ->
                        "Unable to access invalid index: %d: invalid index referenced"
                                .formatted(index))
                .orElseGet(() -> {
                    String number = "strconv.Atoi: parsing \"%s\": invalid syntax".formatted(key);
                    return place == Place.NEW
                            ? "value was not a proper array index: '%s': %s".formatted(key, number)
                            : number;
                });
    }
}
