package dev.purser.api.table;

import dev.purser.api.meta.KubeObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// A row while its cells are computed: the object on one side, the cells on the other.
public final class Row {
    static final String UNKNOWN = "<unknown>";

    private final KubeObject object;
    private final Instant now;
    private final ArrayNode cells = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode conditions = JsonNodeFactory.instance.arrayNode();

    Row(KubeObject object, Instant now) {
        this.object = object;
        this.now = now;
    }

    public KubeObject object() {
        return object;
    }

    /// The value at a JSON pointer; a missing node when there is none.
    public JsonNode at(String pointer) {
        return object.json().at(pointer);
    }

    /// The text at a JSON pointer, or the empty string.
    public String text(String pointer) {
        return at(pointer).asString("");
    }

    /// The text at a JSON pointer, or a stand-in for none.
    public String text(String pointer, String otherwise) {
        String text = text(pointer);
        return text.isEmpty() ? otherwise : text;
    }

    /// The number at a JSON pointer, or zero.
    public long number(String pointer) {
        return at(pointer).asLong(0);
    }

    /// The texts of the list at a JSON pointer.
    public List<String> texts(String pointer) {
        List<String> texts = new ArrayList<>();
        at(pointer).forEach(item -> texts.add(item.asString("")));
        return texts;
    }

    public Row add(String cell) {
        cells.add(cell);
        return this;
    }

    public Row add(long cell) {
        cells.add(cell);
        return this;
    }

    public Row add(boolean cell) {
        cells.add(cell);
        return this;
    }

    /// A cell with a value as it is.
    public Row add(JsonNode cell) {
        cells.add(cell);
        return this;
    }

    /// A cell without a value.
    public Row addNull() {
        cells.addNull();
        return this;
    }

    public Row addName() {
        return add(object.name());
    }

    public Row addAge() {
        return add(since(text("/metadata/creationTimestamp")));
    }

    /// A mark on the row as a whole, such as that a pod is over.
    void addCondition(String reason, String message) {
        conditions
                .addObject()
                .put("type", "Completed")
                .put("status", "True")
                .put("reason", reason)
                .put("message", message);
    }

    ArrayNode cells() {
        return cells;
    }

    ArrayNode conditions() {
        return conditions;
    }

    /// How long ago an RFC 3339 time was; `<unknown>` for none.
    public String since(String time) {
        return instant(time)
                .map(then -> HumanDuration.of(Duration.between(then, now)))
                .orElse(UNKNOWN);
    }

    /// The time between two RFC 3339 times; an empty end means now.
    String between(String start, String end) {
        Instant until = instant(end).orElse(now);
        return instant(start)
                .map(from -> HumanDuration.of(Duration.between(from, until)))
                .orElse(UNKNOWN);
    }

    /// An RFC 3339 time; empty for a text that is none.
    public static Optional<Instant> instant(String time) {
        if (time.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(time));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The status of a condition in the list at a JSON pointer: `True`, `False`, `Unknown`; empty
    /// when the condition is not there.
    String condition(String pointer, String type) {
        for (JsonNode condition : at(pointer)) {
            if (condition.path("type").asString("").equals(type)) {
                return condition.path("status").asString("");
            }
        }
        return "";
    }
}
