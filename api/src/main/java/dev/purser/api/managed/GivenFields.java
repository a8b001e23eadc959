package dev.purser.api.managed;

import dev.purser.api.schema.MapSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Finds the fields that an object gives, as server-side apply counts them: leaves, items of lists,
/// and empty structs.
final class GivenFields {
    private final FieldSet.Builder fields = new FieldSet.Builder();
    private final List<PathElement> path = new ArrayList<>();

    private GivenFields() {}

    static FieldSet of(JsonNode object, Shape shape) {
        GivenFields given = new GivenFields();
        given.visit(shape, object);
        return given.fields.build();
    }

    private void visit(Shape shape, @Nullable JsonNode value) {
        if (shape.isAtomic()) {
            add();
        } else if (value != null && value.isArray()) {
            visitItems(shape, value);
        } else {
            boolean inMap = shape.schema() instanceof MapSchema;
            shape.givenMembers(value).forEach((element, part) -> visitMember(element, part, inMap));
        }
    }

    private void visitMember(PathElement element, Shape.Part part, boolean inMap) {
        path.addLast(element);
        visit(part.shape(), part.value());
        JsonNode value = part.value();
        boolean empty = value == null || value.isNull() || (value.isObject() && value.isEmpty());
        if (empty || inMap) {
            add();
        }
        path.removeLast();
    }

    /// An item that occurs more than once has one owner as a whole.
    private void visitItems(Shape shape, JsonNode list) {
        Map<PathElement, List<JsonNode>> items = new LinkedHashMap<>();
        for (JsonNode item : list) {
            items.computeIfAbsent(shape.identityOf(item), any -> new ArrayList<>()).add(item);
        }
        items.forEach((element, same) -> {
            path.addLast(element);
            if (same.size() == 1) {
                visit(shape.items(), same.getFirst());
            }
            add();
            path.removeLast();
        });
    }

    private void add() {
        if (!path.isEmpty()) {
            fields.add(List.copyOf(path));
        }
    }
}
