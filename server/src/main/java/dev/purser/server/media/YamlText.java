package dev.purser.server.media;

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
import tools.jackson.databind.JsonNode;

/// Writes JSON trees as the YAML that Kubernetes writes (`sigs.k8s.io/yaml`): members sorted, lists
/// not indented, quotes only where YAML 1.1 would read something else than a string.
final class YamlText {
    private static final DumpSettings SETTINGS =
            DumpSettings.builder()
                    .setDefaultFlowStyle(FlowStyle.BLOCK)
                    .setIndent(2)
                    .setWidth(80)
                    .setSplitLines(true)
                    .build();

    /// What is not a string when it stands bare: numbers, booleans, nulls, dates, in YAML 1.1.
    private static final Pattern NOT_A_STRING =
            Pattern.compile(
                    "(?i:y|n|yes|no|on|off|true|false|null|~|\\.nan|[-+]?\\.inf)|"
                            + "[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|[0-9][0-9_]*)|"
                            + "[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?|"
                            + "[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?|"
                            + "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?|<<|=|");

    private YamlText() {}

    static String write(JsonNode tree) {
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
        new Serialize(SETTINGS).serializeOne(node(tree)).forEach(emitter::emit);
        return text.toString();
    }

    private static Node node(JsonNode value) {
        if (value.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            value.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
            List<NodeTuple> tuples = new ArrayList<>();
            members.forEach((name, item) -> tuples.add(new NodeTuple(text(name), node(item))));
            return new MappingNode(Tag.MAP, tuples, style(value));
        }
        if (value.isArray()) {
            List<Node> items = new ArrayList<>();
            value.forEach(item -> items.add(node(item)));
            return new SequenceNode(Tag.SEQ, items, style(value));
        }
        if (value.isString()) {
            return text(value.stringValue());
        }
        Tag tag = value.isBoolean() ? Tag.BOOL : value.isNull() ? Tag.NULL : number(value);
        return new ScalarNode(tag, value.asString("null"), ScalarStyle.PLAIN);
    }

    private static Tag number(JsonNode value) {
        return value.isIntegralNumber() ? Tag.INT : Tag.FLOAT;
    }

    private static FlowStyle style(JsonNode value) {
        return value.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
    }

    private static Node text(String value) {
        return new ScalarNode(Tag.STR, value, scalarStyle(value));
    }

    private static ScalarStyle scalarStyle(String value) {
        if (NOT_A_STRING.matcher(value).matches()) {
            return ScalarStyle.DOUBLE_QUOTED;
        }
        return value.contains("\n") ? ScalarStyle.LITERAL : ScalarStyle.PLAIN;
    }
}
