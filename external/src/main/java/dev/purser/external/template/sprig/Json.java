package dev.purser.external.template.sprig;

import dev.purser.external.template.value.Bool;
import dev.purser.external.template.value.Floats;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.KeyPair;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Moment;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Real;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Times;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import dev.purser.external.template.value.Version;
import dev.purser.external.template.value.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON as Go's `encoding/json` reads and writes it: all numbers are `float64`, keys are sorted.
public final class Json {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                    .build();
    private static final int EXPONENT_MAX = 21;
    private static final double SMALL = 1e-6;

    private final StringBuilder out = new StringBuilder();
    private final boolean escapesHtml;
    private final boolean indents;

    private Json(boolean escapesHtml, boolean indents) {
        this.escapesHtml = escapesHtml;
        this.indents = indents;
    }

    /// What a text says; empty if it is no JSON.
    static Optional<Value> read(String bytes) {
        try {
            JsonNode tree = MAPPER.readTree(Utf8.decode(bytes));
            return tree.isMissingNode() ? Optional.empty() : Optional.of(value(tree));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /// A tree as values.
    public static Value value(JsonNode tree) {
        if (tree.isObject()) {
            Mapping map = new Mapping(GoType.MAP);
            tree.properties().forEach(m -> map.put(Utf8.encode(m.getKey()), value(m.getValue())));
            return map;
        }
        if (tree.isArray()) {
            List<Value> list = new ArrayList<>();
            tree.forEach(element -> list.add(value(element)));
            return Value.list(list);
        }
        if (tree.isNumber()) {
            return Value.of(tree.doubleValue());
        }
        if (tree.isBoolean()) {
            return Value.of(tree.booleanValue());
        }
        return tree.isNull() ? Nil.EMPTY_INTERFACE : Value.of(Utf8.encode(tree.asString()));
    }

    /// A value in one line.
    public static String write(Value value) {
        return write(value, false, false);
    }

    static String write(Value value, boolean escapesHtml, boolean indents) {
        Json json = new Json(escapesHtml, indents);
        json.write(value, 0);
        return json.out.toString();
    }

    private void write(Value value, int depth) {
        switch (value) {
            case Nil _ -> out.append("null");
            case Bool bool -> out.append(bool.value());
            case Whole whole -> out.append(whole.value());
            case Real real -> out.append(number(real.value()));
            case Text text -> string(text.bytes());
            case Sequence list -> list(list, depth);
            case Mapping map -> object(map.members(), depth);
            case Moment moment ->
                    string(Times.format(moment.time(), "2006-01-02T15:04:05.999999999Z07:00"));
            case Version version -> string(version.normal());
            case KeyPair pair ->
                    object(
                            Map.of(
                                    "Cert", Value.of(pair.certificate()),
                                    "Key", Value.of(pair.key())),
                            depth);
        }
    }

    private static String number(double number) {
        double size = Math.abs(number);
        boolean scientific = size != 0 && (size < SMALL || size >= 1e21);
        String text = Floats.shortest(number, scientific ? 'e' : 'f', EXPONENT_MAX);
        return text.replaceFirst("e-0", "e-");
    }

    private void list(Sequence list, int depth) {
        if (list.isNil()) {
            out.append("null");
            return;
        }
        out.append('[');
        boolean first = true;
        for (Value element : list.values()) {
            separate(first, depth + 1);
            first = false;
            write(element, depth + 1);
        }
        end(first, depth);
        out.append(']');
    }

    private void object(Map<String, Value> members, int depth) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<String, Value> member : members.entrySet()) {
            separate(first, depth + 1);
            first = false;
            string(member.getKey());
            out.append(indents ? ": " : ":");
            write(member.getValue(), depth + 1);
        }
        end(first, depth);
        out.append('}');
    }

    private void separate(boolean first, int depth) {
        out.append(first ? "" : ",");
        end(false, depth);
    }

    private void end(boolean empty, int depth) {
        if (indents && !empty) {
            out.append('\n').append("  ".repeat(depth));
        }
    }

    private void string(String bytes) {
        out.append('"');
        Utf8.runes(bytes).forEach(this::character);
        out.append('"');
    }

    private void character(int rune) {
        switch (rune) {
            case '"', '\\' -> out.append('\\').append((char) rune);
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '<', '>', '&' ->
                    out.append(
                            escapesHtml ? "\\u%04x".formatted(rune) : String.valueOf((char) rune));
            case 0x2028, 0x2029 -> out.append("\\u%04x".formatted(rune));
            default -> out.append(rune < ' ' ? "\\u%04x".formatted(rune) : Utf8.encode(rune));
        }
    }
}
