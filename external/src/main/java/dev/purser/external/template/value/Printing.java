package dev.purser.external.template.value;

import dev.purser.api.codec.GoDuration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Values as Go's `fmt.Print` shows them.
public final class Printing {
    private Printing() {}

    /// One value, as `%v` has it.
    public static String show(Value value) {
        return switch (value) {
            case Nil _ -> "<nil>";
            case Bool bool -> String.valueOf(bool.value());
            case Whole whole -> whole(whole);
            case Real real -> Floats.shortest(real.value(), 'g');
            case Text text -> text.bytes();
            case Sequence list ->
                    list.values().stream()
                            .map(Printing::show)
                            .collect(Collectors.joining(" ", "[", "]"));
            case Mapping map -> members(map);
            case Moment moment -> Utf8.encode(Times.show(moment.time()));
            case Version version -> version.normal();
            case KeyPair pair -> "{" + pair.certificate() + " " + pair.key() + "}";
        };
    }

    private static String whole(Whole whole) {
        if (whole.type().equals(GoType.DURATION)) {
            return Utf8.encode(GoDuration.text(Duration.ofNanos(whole.value())));
        }
        if (whole.type().equals(GoType.MONTH)) {
            return Times.month(whole.value());
        }
        return whole.type().equals(GoType.WEEKDAY)
                ? Times.weekday(whole.value())
                : String.valueOf(whole.value());
    }

    private static String members(Mapping map) {
        return map.members().entrySet().stream()
                .map(Printing::member)
                .collect(Collectors.joining(" ", "map[", "]"));
    }

    private static String member(Map.Entry<String, Value> member) {
        return member.getKey() + ":" + show(member.getValue());
    }

    /// Several values: with a space between two of which neither is a string.
    public static String print(List<Value> values) {
        StringBuilder text = new StringBuilder();
        boolean wasText = true;
        for (Value value : values) {
            boolean isText = value.kind() == Kind.STRING;
            text.append(isText || wasText ? "" : " ");
            text.append(show(value));
            wasText = isText;
        }
        return text.toString();
    }

    /// Several values in a line, with spaces between them.
    public static String println(List<Value> values) {
        return values.stream().map(Printing::show).collect(Collectors.joining(" ", "", "\n"));
    }
}
