package dev.purser.external.template.operator;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.YamlReader;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.sprig.Json;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Functions of YAML. They have no errors: what is wrong is the member `Error` of the result.
final class YamlFunctions {
    private YamlFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("toYaml", a -> Value.of(ValueYaml.write(a.value(0))), GoType.ANY);
        table.add("fromYaml", a -> read(a.text(0)), GoType.STRING);
    }

    private static Value read(String text) {
        try {
            JsonNode tree = YamlReader.read(Utf8.bytes(text)).json();
            if (tree.isObject()) {
                return Json.value(tree);
            }
            return tree.isNull() ? new Mapping(GoType.MAP) : failure(mismatch(tree));
        } catch (DecodingException e) {
            return failure(String.valueOf(e.getMessage()));
        }
    }

    private static String mismatch(JsonNode tree) {
        String kind =
                tree.isBoolean() ? "bool" : tree.getNodeType().name().toLowerCase(Locale.ROOT);
        return "error unmarshaling JSON: while decoding JSON: json: cannot unmarshal "
                + kind
                + " into Go value of type map[string]interface {}";
    }

    private static Value failure(String why) {
        Mapping map = new Mapping(GoType.MAP);
        map.put("Error", Value.of(Utf8.encode(why)));
        return map;
    }
}
