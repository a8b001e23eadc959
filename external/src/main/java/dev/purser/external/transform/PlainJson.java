package dev.purser.external.transform;

import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// JSON values as texts: members in the order of their names, numbers without exponents.
final class PlainJson {
    /// Written out, larger ones would be long texts of zeros.
    private static final long EXPONENT_MAX = 400;

    private PlainJson() {}

    /// A text as it is, `null` as nothing, everything else as JSON.
    static String text(JsonNode value) {
        if (value.isNull()) {
            return "";
        }
        return value.isString()
                ? value.asString("")
                : JsonMapper.shared().writeValueAsString(ordered(value));
    }

    static String object(Map<String, JsonNode> members) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(members).forEach((name, member) -> object.set(name, ordered(member)));
        return JsonMapper.shared().writeValueAsString(object);
    }

    private static JsonNode ordered(JsonNode value) {
        if (value.isObject()) {
            Map<String, JsonNode> members = new TreeMap<>();
            value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach((name, member) -> object.set(name, ordered(member)));
            return object;
        }
        if (value.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            value.forEach(element -> array.add(ordered(element)));
            return array;
        }
        return value.isNumber() ? plain(value) : value;
    }

    private static JsonNode plain(JsonNode number) {
        BigDecimal exact = number.decimalValue().stripTrailingZeros();
        boolean fitsPlain = Math.abs((long) exact.scale()) <= EXPONENT_MAX;
        return fitsPlain
                ? JsonNodeFactory.instance.rawValueNode(new RawValue(exact.toPlainString()))
                : number;
    }
}
