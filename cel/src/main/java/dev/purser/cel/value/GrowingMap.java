package dev.purser.cel.value;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A map made by putting in one member after the other. Maps share their members with those they
/// were made from, so that a loop which puts in one member a step takes time in proportion to its
/// steps.
///
/// Not thread-safe: maps that share members belong to one run of an expression.
public final class GrowingMap implements MapValue {
    private final Map<Value, Member> shared;
    private final int size;

    private record Member(Value key, Value value, int number) {}

    private GrowingMap(Map<Value, Member> shared, int size) {
        this.shared = shared;
        this.size = size;
    }

    /// A map with the members of another.
    public static GrowingMap of(MapValue map) {
        if (map instanceof GrowingMap growing) {
            return growing;
        }
        GrowingMap copy = new GrowingMap(new LinkedHashMap<>(), 0);
        for (Value key : map.keys()) {
            Value value = map.find(key);
            if (value != null) {
                copy = copy.with(key, value);
            }
        }
        return copy;
    }

    /// This map with one more member.
    ///
    /// @throws EvaluationException if there is one of the key
    public GrowingMap with(Value key, Value value) {
        if (find(key) != null) {
            throw new EvaluationException(
                    "insert failed: key %s already exists".formatted(shown(key)));
        }
        Map<Value, Member> members = shared.size() == size ? shared : ownMembers();
        members.put(comparable(key), new Member(key, value, size));
        return new GrowingMap(members, size + 1);
    }

    private Map<Value, Member> ownMembers() {
        Map<Value, Member> own = new LinkedHashMap<>();
        shared.forEach((key, member) -> {
            if (member.number() < size) {
                own.put(key, member);
            }
        });
        return own;
    }

    /// Numbers of different types that are equal are the same key.
    private static Value comparable(Value key) {
        return switch (key) {
            case Value.Uint(long number) when number >= 0 -> new Value.Int(number);
            case Value.Real(double number)
                    when number == Math.rint(number) && Math.abs(number) < 0x1p63 ->
                    new Value.Int((long) number);
            default -> key;
        };
    }

    private static String shown(Value key) {
        return switch (key) {
            case Value.Text(String text) -> text;
            case Value.Int(long number) -> Long.toString(number);
            case Value.Uint(long number) -> Long.toUnsignedString(number);
            case Value.Bool(boolean bool) -> Boolean.toString(bool);
            default -> key.typeName();
        };
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public Collection<Value> keys() {
        return shared.values().stream()
                .filter(member -> member.number() < size)
                .map(Member::key)
                .toList();
    }

    @Override
    public @Nullable Value find(Value key) {
        Member member = shared.get(comparable(key));
        return member == null || member.number() >= size ? null : member.value();
    }
}
