package dev.purser.api.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.DumpSettingsBuilder;
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

/// Writes YAML as Kubernetes and its companions write it (`sigs.k8s.io/yaml`): keys sorted, lists
/// not indented, quotes only where YAML 1.1 would read something else than a string.
///
/// What is to be written is either JSON or a tree of [Node]s, made of the methods here.
public final class GoYaml {
    private static final int LINE_LENGTH = 80;

    /// What is not a string when it stands bare: numbers, booleans, nulls, dates, in YAML 1.1.
    private static final Pattern NOT_A_STRING =
            Pattern.compile(
                    "(?i:y|n|yes|no|on|off|true|false|null|~|\\.nan|[-+]?\\.inf)"
                            + "|[-+]?(0b[01_]+|0x[0-9a-fA-F_]+|0o?[0-7_]+|[0-9][0-9_]*)"
                            + "|[-+]?(\\.[0-9]+|[0-9][0-9_]*(\\.[0-9_]*)?)([eE][-+]?[0-9]+)?"
                            + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
                            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?|<<|=|");

    private GoYaml() {}

    /// A whole document, with long lines folded; ends with a line feed.
    public static String write(JsonNode tree) {
        return write(node(tree), settings().setWidth(LINE_LENGTH).setSplitLines(true).build());
    }

    /// A whole document, with lines as long as they are; ends with a line feed.
    public static String writeUnfolded(Node tree) {
        return write(tree, settings().setWidth(Integer.MAX_VALUE).setSplitLines(false).build());
    }

    private static DumpSettingsBuilder settings() {
        return DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).setIndent(2);
    }

    private static String write(Node tree, DumpSettings settings) {
        StringBuilder text = new StringBuilder();
        Emitter emitter =
                new Emitter(
                        settings,
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
        new Serialize(settings).serializeOne(tree).forEach(emitter::emit);
        return text.toString();
    }

    private static Node node(JsonNode value) {
        if (value.isObject()) {
            Map<String, Node> members = new HashMap<>();
            value.properties()
                    .forEach(member -> members.put(member.getKey(), node(member.getValue())));
            return mapping(members);
        }
        if (value.isArray()) {
            return sequence(value.valueStream().map(GoYaml::node).toList());
        }
        if (value.isString()) {
            return text(value.stringValue());
        }
        Tag number = value.isIntegralNumber() ? Tag.INT : Tag.FLOAT;
        Tag tag = value.isBoolean() ? Tag.BOOL : value.isNull() ? Tag.NULL : number;
        return scalar(tag, value.asString("null"));
    }

    /// A mapping, whose keys are texts.
    public static Node mapping(Map<String, Node> members) {
        Map<String, Node> sorted = new TreeMap<>(GoKeyOrder.INSTANCE);
        sorted.putAll(members);
        List<NodeTuple> tuples = new ArrayList<>();
        sorted.forEach((key, member) -> tuples.add(new NodeTuple(text(key), member)));
        return new MappingNode(Tag.MAP, tuples, style(tuples));
    }

    /// A list.
    public static Node sequence(List<Node> items) {
        return new SequenceNode(Tag.SEQ, items, style(items));
    }

    private static FlowStyle style(List<?> content) {
        return content.isEmpty() ? FlowStyle.FLOW : FlowStyle.BLOCK;
    }

    /// A string, with quotes where it needs some.
    public static Node text(String value) {
        return new ScalarNode(Tag.STR, value, textStyle(value));
    }

    private static ScalarStyle textStyle(String value) {
        if (NOT_A_STRING.matcher(value).matches()) {
            return ScalarStyle.DOUBLE_QUOTED;
        }
        return value.contains("\n") ? ScalarStyle.LITERAL : ScalarStyle.PLAIN;
    }

    /// Anything else: a number, a boolean, null.
    public static Node scalar(Tag tag, String text) {
        return new ScalarNode(tag, text, ScalarStyle.PLAIN);
    }
}
