package dev.purser.external.template.operator;

import dev.purser.api.codec.GoYaml;
import dev.purser.external.template.sprig.Json;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.util.HashMap;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Values as YAML.
final class ValueYaml {
    private ValueYaml() {}

    /// @return bytes, without a line feed at the end
    static String write(Value value) {
        String yaml = GoYaml.writeUnfolded(node(value));
        String trimmed = yaml.endsWith("\n") ? yaml.substring(0, yaml.length() - 1) : yaml;
        return Utf8.encode(trimmed);
    }

    private static Node node(Value value) {
        return switch (value) {
            case Mapping map -> mapping(map);
            case Sequence list when !list.isNil() ->
                    GoYaml.sequence(list.values().stream().map(ValueYaml::node).toList());
            case Text text -> GoYaml.text(Utf8.decode(text.bytes()));
            case Nil _, Sequence _ -> GoYaml.scalar(Tag.NULL, "null");
            default -> scalar(Json.write(value));
        };
    }

    private static Node mapping(Mapping map) {
        Map<String, Node> members = new HashMap<>();
        map.members().forEach((key, member) -> members.put(Utf8.decode(key), node(member)));
        return GoYaml.mapping(members);
    }

    private static Node scalar(String json) {
        if (json.startsWith("\"")) {
            return GoYaml.text(json.substring(1, json.length() - 1));
        }
        Tag tag = json.endsWith("e") ? Tag.BOOL : json.matches("-?[0-9]+") ? Tag.INT : Tag.FLOAT;
        return GoYaml.scalar(tag, json);
    }
}
