package dev.purser.external.template.sprig;

import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Value;
import java.util.stream.IntStream;

/// Whether two values are of the same type and have the same in them.
final class DeepEquality {
    private DeepEquality() {}

    static boolean areEqual(Value first, Value second) {
        if (first instanceof Nil || second instanceof Nil) {
            return first instanceof Nil && second instanceof Nil;
        }
        if (first instanceof Sequence a && second instanceof Sequence b) {
            return a.type().equals(b.type())
                    && a.isNil() == b.isNil()
                    && a.values().size() == b.values().size()
                    && IntStream.range(0, a.values().size())
                            .allMatch(i -> areEqual(a.values().get(i), b.values().get(i)));
        }
        if (first instanceof Mapping a && second instanceof Mapping b) {
            return a.type().equals(b.type())
                    && a.members().keySet().equals(b.members().keySet())
                    && a.members().entrySet().stream()
                            .allMatch(member ->
                                    areEqual(
                                            member.getValue(),
                                            b.members()
                                                    .getOrDefault(member.getKey(), Nil.NOTHING)));
        }
        return first.equals(second);
    }
}
