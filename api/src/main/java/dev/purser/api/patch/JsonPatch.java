package dev.purser.api.patch;

import dev.purser.api.codec.JsonText;
import dev.purser.api.codec.JsonWriter;
import dev.purser.api.meta.JsonEquality;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// JSON Patch (RFC 6902): a list of operations, all of which apply or none.
///
/// Where Kubernetes is more lenient than the RFC, so is this: `replace` and `copy` of an absent
/// member count as null, an absent member passes `test` against null, negative indexes count from
/// the end.
public final class JsonPatch implements Patch {
    private static final int OPERATIONS_MAX = 10_000;

    /// How much text `copy` may add in all, so that a small patch cannot make a huge object.
    private static final long COPIED_CHARACTERS_MAX = 3L * 1024 * 1024;

    private static final Set<String> MEMBERS = Set.of("op", "path", "from", "value");

    private record Operation(
            String op, @Nullable String path, @Nullable String from, JsonNode value) {}

    private final List<Operation> operations;
    private final List<String> strictErrors;

    private JsonPatch(List<Operation> operations, List<String> strictErrors) {
        this.operations = List.copyOf(operations);
        this.strictErrors = List.copyOf(strictErrors);
    }

    static JsonPatch of(JsonNode body, List<String> duplicates) {
        if (!body.isArray() && !body.isNull()) {
            throw undecodable(body, "value of type []handlers.jsonPatchOp");
        }
        if (body.size() > OPERATIONS_MAX) {
            throw PatchErrors.tooManyOperations(OPERATIONS_MAX, body.size());
        }
        List<String> strictErrors = new ArrayList<>();
        duplicates.forEach(duplicate -> strictErrors.add("json patch " + duplicate));
        List<Operation> operations = new ArrayList<>();
        for (JsonNode item : body) {
            if (!item.isObject() && !item.isNull()) {
                throw undecodable(item, "value of type handlers.jsonPatchOp");
            }
            for (String member : item.propertyNames()) {
                if (!MEMBERS.contains(member)) {
                    strictErrors.add(
                            "json patch unknown field \"[%d].%s\""
                                    .formatted(operations.size(), member));
                }
            }
            operations.add(operation(item));
        }
        return new JsonPatch(operations, strictErrors);
    }

    /// Reads a patch as [#of], but what is no text where text must be only fails to apply.
    static JsonPatch unchecked(JsonNode body) {
        if (!body.isArray() && !body.isNull()) {
            throw mistyped(body, "Patch");
        }
        if (body.size() > OPERATIONS_MAX) {
            throw PatchErrors.tooManyOperations(OPERATIONS_MAX, body.size());
        }
        List<Operation> operations = new ArrayList<>();
        for (JsonNode item : body) {
            if (!item.isObject() && !item.isNull()) {
                throw mistyped(item, "Operation");
            }
            operations.add(
                    new Operation(
                            item.path("op").asString(""),
                            item.path("path").stringValue(null),
                            item.path("from").stringValue(null),
                            item.has("value") ? item.path("value") : NullNode.getInstance()));
        }
        return new JsonPatch(operations, List.of());
    }

    private static StatusException mistyped(JsonNode value, String type) {
        return StatusErrors.badRequest(
                "json: cannot unmarshal %s into Go value of type jsonpatch.%s"
                        .formatted(GoText.jsonType(value), type));
    }

    private static Operation operation(JsonNode item) {
        String op = text(item, "op");
        JsonNode value = item.get("value");
        return new Operation(
                op == null ? "" : op,
                text(item, "path"),
                text(item, "from"),
                value == null ? NullNode.getInstance() : value);
    }

    private static @Nullable String text(JsonNode item, String member) {
        JsonNode value = item.path(member);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw undecodable(
                    value, "struct field jsonPatchOp.%s of type string".formatted(member));
        }
        return value.stringValue();
    }

    private static RuntimeException undecodable(JsonNode value, String target) {
        return StatusErrors.badRequest(
                "error decoding patch: json: cannot unmarshal %s into Go %s"
                        .formatted(GoText.jsonType(value), target));
    }

    @Override
    public Patched apply(ObjectNode current, ObjectSchema schema) {
        PatchedDocument document = new PatchedDocument(current.deepCopy());
        long copied = 0;
        for (Operation operation : operations) {
            if (operation.path == null) {
                throw PatchErrors.doesNotApply();
            }
            JsonLocation target = JsonLocation.of(operation.path);
            switch (operation.op) {
                case "add" -> add(target, document, operation.value.deepCopy());
                case "remove" -> target.remove(document);
                case "replace" -> {
                    requireShallow(target, operation.value);
                    target.replace(document, operation.value.deepCopy());
                }
                case "move" -> add(target, document, from(operation).remove(document));
                case "copy" -> {
                    JsonNode value = from(operation).get(document).deepCopy();
                    copied += value.toString().length();
                    if (copied > COPIED_CHARACTERS_MAX) {
                        throw PatchErrors.doesNotApply();
                    }
                    add(target, document, value);
                }
                case "test" -> test(target, document, operation.value);
                default -> throw PatchErrors.doesNotApply();
            }
        }
        if (!(document.result() instanceof ObjectNode result)) {
            throw PatchErrors.doesNotApply();
        }
        return Patched.of(result, new JsonWriter().text(result), schema, strictErrors);
    }

    private static void add(JsonLocation target, PatchedDocument document, JsonNode value) {
        requireShallow(target, value);
        target.add(document, value);
    }

    /// Operations may not build what is deeper than any text may be.
    private static void requireShallow(JsonLocation target, JsonNode value) {
        if (target.keys().size() + depth(value) > JsonText.NESTING_MAX) {
            throw PatchErrors.doesNotApply();
        }
    }

    private static int depth(JsonNode value) {
        int deepest = 0;
        for (JsonNode child : value) {
            deepest = Math.max(deepest, depth(child));
        }
        return value.isContainer() ? deepest + 1 : 0;
    }

    private static JsonLocation from(Operation operation) {
        if (operation.from == null) {
            throw PatchErrors.doesNotApply();
        }
        return JsonLocation.of(operation.from);
    }

    private static void test(JsonLocation target, PatchedDocument document, JsonNode expected) {
        if (!JsonEquality.same(target.get(document), expected)) {
            throw PatchErrors.doesNotApply();
        }
    }
}
