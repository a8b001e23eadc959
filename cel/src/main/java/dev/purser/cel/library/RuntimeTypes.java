package dev.purser.cel.library;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.OpaqueValue;
import dev.purser.cel.value.Value;
import java.util.List;

/// Whether values are of declared types, as far as values tell: not what lists and maps hold.
final class RuntimeTypes {
    private RuntimeTypes() {}

    static boolean match(List<CelType> types, List<Value> values) {
        if (types.size() != values.size()) {
            return false;
        }
        for (int i = 0; i < types.size(); i++) {
            if (!matches(types.get(i), values.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean matches(CelType type, Value value) {
        return switch (type.kind()) {
            case DYN, ANY, TYPE_PARAM -> true;
            case LIST -> value instanceof ListValue list && elementsMatch(type, list);
            case MAP -> value instanceof MapValue;
            case OPAQUE ->
                    (value instanceof OpaqueValue || value instanceof Value.Maybe)
                            && value.typeName().equals(type.name());
            case STRUCT -> value.typeName().equals(type.name()) || value instanceof MapValue;
            case TYPE -> value instanceof Value.Type;
            default -> value.typeName().equals(name(type));
        };
    }

    /// The first element stands for all, as it does in cel-go.
    private static boolean elementsMatch(CelType type, ListValue list) {
        return list.size() == 0
                || type.parameters().isEmpty()
                || matches(type.parameters().getFirst(), list.get(0));
    }

    private static String name(CelType type) {
        return type.kind() == CelKind.NULL_TYPE ? "null_type" : type.name();
    }
}
