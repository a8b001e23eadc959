package dev.purser.cel.policy;

import dev.purser.cel.run.StructValue;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.Value;
import java.util.ArrayList;
import java.util.List;

/// Whether the objects that an expression makes have the names that their places want:
/// `Object.spec` is the type of the field `spec` of `Object`.
final class StructNames {
    private StructNames() {}

    static List<String> mismatches(Value value) {
        List<String> mismatches = new ArrayList<>();
        visit(value, value.typeName(), mismatches);
        return mismatches;
    }

    private static void visit(Value value, String expected, List<String> mismatches) {
        switch (value) {
            case StructValue struct -> {
                if (!struct.type().equals(expected)) {
                    mismatches.add(
                            ("unexpected type name \"%s\", expected \"%s\", which matches field name"
                                            + " path from root Object type")
                                    .formatted(struct.type(), expected));
                }
                for (Value key : struct.keys()) {
                    if (key instanceof Value.Text(String name)) {
                        visitMember(struct, key, expected + "." + name, mismatches);
                    }
                }
            }
            case ListValue list -> list.forEach(each -> visit(each, expected, mismatches));
            case MapValue map ->
                    map.keys().forEach(key -> visitMember(map, key, expected, mismatches));
            default -> {
                // Nothing below.
            }
        }
    }

    private static void visitMember(
            MapValue map, Value key, String expected, List<String> mismatches) {
        Value member = map.find(key);
        if (member != null) {
            visit(member, expected, mismatches);
        }
    }
}
