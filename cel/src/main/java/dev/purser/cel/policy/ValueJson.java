package dev.purser.cel.policy;

import dev.purser.cel.value.DurationText;
import dev.purser.cel.value.ListValue;
import dev.purser.cel.value.MapValue;
import dev.purser.cel.value.OpaqueValue;
import dev.purser.cel.value.TimeText;
import dev.purser.cel.value.Value;
import java.math.BigInteger;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Values of expressions as JSON.
final class ValueJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private ValueJson() {}

    /// @throws MutationException for a value that JSON does not know
    static JsonNode of(Value value) throws MutationException {
        return switch (value) {
            case Value.Null ignored -> JSON.nullNode();
            case Value.Bool(boolean bool) -> JSON.booleanNode(bool);
            case Value.Int(long number) -> JSON.numberNode(number);
            case Value.Uint(long number) ->
                    JSON.numberNode(new BigInteger(Long.toUnsignedString(number)));
            case Value.Real(double number) -> JSON.numberNode(number);
            case Value.Text(String text) -> JSON.stringNode(text);
            case Value.Bytes(byte[] bytes) ->
                    JSON.stringNode(Base64.getEncoder().encodeToString(bytes));
            case Value.Time(var time) -> JSON.stringNode(TimeText.format(time));
            case Value.Span(long nanoseconds) -> JSON.stringNode(DurationText.seconds(nanoseconds));
            case ListValue list -> array(list);
            case MapValue map -> object(map);
            case Value.Maybe ignored -> throw unknown(value);
            case Value.Type ignored -> throw unknown(value);
            case OpaqueValue ignored -> throw unknown(value);
        };
    }

    private static MutationException unknown(Value value) {
        return new MutationException(
                "JSONPath valueExpression evaluated to a type that could not marshal to JSON: "
                        + value.typeName());
    }

    private static ArrayNode array(ListValue list) throws MutationException {
        ArrayNode array = JSON.arrayNode();
        for (Value element : list) {
            array.add(of(element));
        }
        return array;
    }

    private static ObjectNode object(MapValue map) throws MutationException {
        ObjectNode object = JSON.objectNode();
        for (Value key : map.keys()) {
            Value member = map.find(key);
            if (!(key instanceof Value.Text(String name))) {
                throw new MutationException(
                        "map key is of type %s, not string".formatted(key.typeName()));
            }
            if (member != null) {
                object.set(name, of(member));
            }
        }
        return object;
    }
}
