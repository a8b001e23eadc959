package dev.purser.external.template.operator;

import dev.purser.external.template.sprig.Json;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.api.lowlevel.Serialize;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.emitter.Emitter;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Writes values as the YAML that Go's programs write: keys sorted, lists not indented, quotes
/// where YAML 1.1 would read something else than a string.
final class YamlText {
    private static final DumpSettings SETTINGS =
            DumpSettings.builder()
                    .setDefaultFlowStyle(FlowStyle.BLOCK)
                    .setIndent(2)
                    .setWidth(Integer.MAX_VALUE)
                    .setSplitLines(false)
                    .build();

    /// What is not a string when it stands bare.
    private static final Pattern NOT_A_STRING =
            Pattern.compile(
                    "(?i:y|n|yes|no|on|off|true|false|null|~|\\.nan|[-+]?\\.inf)"
                            + "|[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|[0-9][0-9_]*)"
                            + "|[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?"
                            + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
                            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?|<<|=|");

    private YamlText() {}

    static String write(Value value) {
        StringBuilder text = new StringBuilder();
        Emitter emitter =
                new Emitter(
                        SETTINGS,
                        new StreamDataWriter() {
                            @Override
                            public void write(String piece) {
                                text.append(piece);
                            }

                            @Override
                            public void write(String piece, int from, int count) {
                                text.append(piece, from, from + count);
                            }
                        });
        new Serialize(SETTINGS).serializeOne(node(value)).forEach(emitter::emit);
        String yaml = text.toString();
        String trimmed = yaml.endsWith("\n") ? yaml.substring(0, yaml.length() - 1) : yaml;
        return Utf8.encode(trimmed);
    }

    private static Node node(Value value) {
        return switch (value) {
            case Mapping map -> mapping(map);
            case Sequence list when !list.isNil() ->
                    new SequenceNode(
                            Tag.SEQ,
                            list.values().stream().map(YamlText::node).toList(),
                            style(list.values().isEmpty()));
            case Text text -> text(Utf8.decode(text.bytes()));
            case Nil _, Sequence _ -> new ScalarNode(Tag.NULL, "null", ScalarStyle.PLAIN);
            default -> scalar(Json.write(value));
        };
    }

    private static Node mapping(Mapping map) {
        TreeMap<String, Value> sorted = new TreeMap<>(NaturalOrder.INSTANCE);
        map.members().forEach((key, member) -> sorted.put(Utf8.decode(key), member));
        List<NodeTuple> tuples = new ArrayList<>();
        sorted.forEach((key, member) -> tuples.add(new NodeTuple(text(key), node(member))));
        return new MappingNode(Tag.MAP, tuples, style(tuples.isEmpty()));
    }

    private static FlowStyle style(boolean empty) {
        return empty ? FlowStyle.FLOW : FlowStyle.BLOCK;
    }

    private static Node scalar(String json) {
        if (json.startsWith("\"")) {
            return text(json.substring(1, json.length() - 1));
        }
        Tag tag = json.endsWith("e") ? Tag.BOOL : json.matches("-?[0-9]+") ? Tag.INT : Tag.FLOAT;
        return new ScalarNode(tag, json, ScalarStyle.PLAIN);
    }

    private static Node text(String text) {
        return new ScalarNode(Tag.STR, text, scalarStyle(text));
    }

    private static ScalarStyle scalarStyle(String text) {
        if (NOT_A_STRING.matcher(text).matches()) {
            return ScalarStyle.DOUBLE_QUOTED;
        }
        return text.contains("\n") ? ScalarStyle.LITERAL : ScalarStyle.PLAIN;
    }
}
