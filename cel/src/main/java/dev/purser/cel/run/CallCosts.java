package dev.purser.cel.run;

import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.OpaqueValue;
import dev.purser.cel.value.Value;
import java.util.List;

/// What calls cost, by the sizes of what they work on. A cost that depends on the arguments is
/// charged before the work is done.
final class CallCosts {
    private static final double READ = 0.1;
    private static final double PATTERN = 0.25;
    private static final long CHECK = 350_000;

    /// A call that makes a list.
    private static final long LIST = 11;

    private CallCosts() {}

    static void chargeBefore(Frame frame, String function, String overload, List<Value> arguments) {
        frame.charge(cost(function, overload, arguments));
    }

    /// What depends on the result.
    static void chargeAfter(Frame frame, String function, Value result) {
        if (function.equals("join")) {
            frame.charge(read(2 * size(result)));
        }
    }

    private static long cost(String function, String overload, List<Value> arguments) {
        return switch (function) {
            case "check" -> CHECK;
            case "join" -> 0;
            case "fieldSelector", "labelSelector" -> selector(size(arguments.get(1)));
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
                    traversal(arguments.getFirst());
            case "url",
                    "lowerAscii",
                    "upperAscii",
                    "substring",
                    "trim",
                    "jsonpatch.escapeKey",
                    "cidr",
                    "isIP",
                    "isCIDR",
                    "quantity",
                    "isQuantity",
                    "semver",
                    "isSemver" ->
                    read(size(arguments.getFirst()));
            case "replace", "split", "ip.isCanonical" -> read(2 * size(arguments.getFirst()));
            case "ip" -> overload.equals("cidr_ip") ? 1 : read(size(arguments.getFirst()));
            case "matches", "find", "findAll" -> pattern(arguments.get(0), size(arguments.get(1)));
            case "validate" -> pattern(arguments.get(1), size(arguments.get(0)));
            case "containsIP" -> network(overload, arguments, "cidr_contains_ip_string", 0);
            case "containsCIDR" ->
                    network(
                            overload,
                            arguments,
                            "cidr_contains_cidr_string",
                            read(size(arguments.getFirst())) + 1);
            case "_==_", "_!=_" -> equality(arguments);
            default -> byOverload(overload, arguments);
        };
    }

    private static long byOverload(String overload, List<Value> arguments) {
        return switch (overload) {
            case "starts_with_string", "ends_with_string" -> read(size(arguments.get(1)));
            case "string_to_bytes", "bytes_to_string", "strings_quote", "string_format" ->
                    read(size(arguments.getFirst()));
            case "in_list" -> size(arguments.get(1));
            case "less_string",
                    "greater_string",
                    "less_equals_string",
                    "greater_equals_string",
                    "less_bytes",
                    "greater_bytes",
                    "less_equals_bytes",
                    "greater_equals_bytes" ->
                    read(Math.min(size(arguments.get(0)), size(arguments.get(1))));
            case "add_string", "add_bytes" -> read(size(arguments.get(0)) + size(arguments.get(1)));
            case "contains_string" -> read(size(arguments.get(0))) * read(size(arguments.get(1)));
            case "list_slice" -> LIST + number(arguments.get(2)) - number(arguments.get(1));
            case "list_reverse", "list_flatten" -> LIST + size(arguments.getFirst());
            case "list_flatten_list_int" ->
                    LIST + size(arguments.getFirst()) * number(arguments.get(1));
            case "lists_range" -> LIST + number(arguments.getFirst());
            case "list_distinct", "list_sort" -> LIST + selfComparison(arguments.getFirst());
            case "list_sortByAssociatedKeys" -> LIST + selfComparison(arguments.get(1));
            case "list_sets_contains_list", "list_sets_intersects_list" ->
                    1 + size(arguments.get(0)) * size(arguments.get(1));
            case "list_sets_equivalent_list" ->
                    1 + 2 * size(arguments.get(0)) * size(arguments.get(1));
            default -> 1;
        };
    }

    private static long number(Value value) {
        return value instanceof Value.Int(long number) ? Math.max(0, number) : 0;
    }

    /// What comparing all elements of a list with each other takes at most.
    private static long selfComparison(Value value) {
        long size = size(value);
        boolean texts =
                value instanceof ListValue list
                        && list.size() > 0
                        && (list.get(0) instanceof Value.Text
                                || list.get(0) instanceof Value.Bytes);
        return (long) Math.ceil(size * size * (texts ? 2 + READ : 2));
    }

    private static long equality(List<Value> arguments) {
        return arguments.getFirst() instanceof OpaqueValue
                ? 1
                : read(Math.min(size(arguments.get(0)), size(arguments.get(1))));
    }

    private static long network(String overload, List<Value> arguments, String ofText, long extra) {
        long parsing = overload.equals(ofText) ? read(size(arguments.get(1))) : 0;
        return read(2 * size(arguments.getFirst())) + extra + parsing;
    }

    private static long pattern(Value text, long patternSize) {
        return read(1 + size(text)) * (long) Math.ceil(patternSize * PATTERN);
    }

    private static long selector(long length) {
        return 10 + read(length) + (long) Math.ceil(Math.ceil(length * 0.5) * 50);
    }

    private static long read(long size) {
        return (long) Math.ceil(size * READ);
    }

    private static long size(Value value) {
        return switch (value) {
            case Value.Text text -> text.size();
            case Value.Bytes(byte[] bytes) -> bytes.length;
            case Value.Maybe(Value inner) when inner != null -> size(inner);
            case ListValue list -> list.size();
            case MapValue map -> map.size();
            case OpaqueValue opaque -> opaque.size();
            default -> 1;
        };
    }

    private static long traversal(Value value) {
        return switch (value) {
            case Value.Text(String text) -> (long) (text.length() * READ);
            case Value.Bytes(byte[] bytes) -> (long) (bytes.length * READ);
            case ListValue list -> {
                long cost = 0;
                for (Value element : list) {
                    cost += traversal(element);
                }
                yield cost;
            }
            case MapValue map -> {
                long cost = 0;
                for (Value key : map.keys()) {
                    Value found = map.find(key);
                    cost += traversal(key) + (found == null ? 0 : traversal(found));
                }
                yield cost;
            }
            default -> 1;
        };
    }
}
