package dev.purser.api.managed;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One step on the way to a field: a member of a struct or map, or an item of a list.
///
/// @param text what tells the step from others: the member's name; the item's key fields as a JSON
///   object in alphabetical order; a scalar item as JSON; a position in digits
public record PathElement(Kind kind, String text) implements Comparable<PathElement> {
    private static final Comparator<PathElement> ORDER =
            Comparator.comparing(PathElement::kind).thenComparing(PathElement::text);

    /// The kinds of step, in the order in which they are written, with their prefixes.
    public enum Kind {
        FIELD('f'),
        KEY('k'),
        VALUE('v'),
        INDEX('i');

        private final char prefix;

        Kind(char prefix) {
            this.prefix = prefix;
        }
    }

    /// The member of this name.
    public static PathElement field(String name) {
        return new PathElement(Kind.FIELD, name);
    }

    /// The list item with these values of its key fields.
    static PathElement key(Map<String, JsonNode> fields) {
        ObjectNode key = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(fields).forEach(key::set);
        return new PathElement(Kind.KEY, key.toString());
    }

    /// The list item that is this scalar.
    static PathElement value(JsonNode value) {
        return new PathElement(Kind.VALUE, value.toString());
    }

    /// Reads the form that [#serialized] writes; empty for a kind of step that only a newer server
    /// knows.
    ///
    /// @throws IllegalArgumentException if it is no step
    static Optional<PathElement> parse(String serialized) {
        if (serialized.length() < 2 || serialized.charAt(1) != ':') {
            throw new IllegalArgumentException("missing colon: " + serialized);
        }
        String text = serialized.substring(2);
        return switch (serialized.charAt(0)) {
            case 'f' -> Optional.of(field(text));
            case 'k' -> {
                Map<String, JsonNode> fields = new TreeMap<>();
                json(text).properties().forEach(e -> fields.put(e.getKey(), e.getValue()));
                yield Optional.of(key(fields));
            }
            case 'v' -> Optional.of(value(json(text)));
            case 'i' -> Optional.of(new PathElement(Kind.INDEX, text));
            default -> Optional.empty();
        };
    }

    private static JsonNode json(String text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("path element is not JSON: " + text, e);
        }
    }

    /// The form in `fieldsV1`: `f:data`, `k:{"name":"web"}`, `v:"x"`, `i:0`.
    String serialized() {
        return kind.prefix + ":" + text;
    }

    /// The form in messages: `.data`, `[name="web"]`, `[="x"]`, `[0]`.
    String shown() {
        return switch (kind) {
            case FIELD -> "." + text;
            case VALUE -> "[=" + text + "]";
            case INDEX -> "[" + text + "]";
            case KEY -> {
                StringBuilder shown = new StringBuilder();
                json(text)
                        .properties()
                        .forEach(field ->
                                shown.append(shown.isEmpty() ? "" : ",")
                                        .append(field.getKey())
                                        .append('=')
                                        .append(field.getValue()));
                yield "[" + shown + "]";
            }
        };
    }

    @Override
    public int compareTo(PathElement other) {
        return ORDER.compare(this, other);
    }
}
