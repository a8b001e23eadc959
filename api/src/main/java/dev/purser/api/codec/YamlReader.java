package dev.purser.api.codec;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns the first document of a YAML text into JSON as Kubernetes does: members sorted, keys of
/// any scalar type become text, a later duplicate wins and is reported. Not thread-safe.
public final class YamlReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String TAG_PREFIX = "tag:yaml.org,2002:";
    private static final String MERGE = "<<";

    /// Bounds what aliases can blow up to.
    private static final int NODES_FROM_ALIASES_MAX = 100_000;

    private final Iterator<Event> events;
    private final Map<Anchor, JsonNode> anchors = new HashMap<>();
    private final List<String> duplicates = new ArrayList<>();
    private int nodesFromAliases;
    private int depth;

    private YamlReader(String text) {
        LoadSettings settings = LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /// A document as JSON.
    ///
    /// @param duplicates keys that were set twice: `line 6: key "a" already set in map`
    public record Document(JsonNode json, List<String> duplicates) {
        public Document {
            duplicates = List.copyOf(duplicates);
        }
    }

    /// Reads a text; one without any document is null.
    ///
    /// @throws DecodingException with the text of Kubernetes' YAML reader: `yaml: line 2: …`
    public static Document read(byte[] text) throws DecodingException {
        try {
            YamlReader reader = new YamlReader(new String(text, StandardCharsets.UTF_8));
            return new Document(reader.document(), reader.duplicates);
        } catch (YamlEngineException e) {
            throw new DecodingException("yaml: " + YamlProblem.describe(e));
        }
    }

    private JsonNode document() throws DecodingException {
        while (events.hasNext()) {
            if (events.next() instanceof NodeEvent node) {
                return value(node);
            }
        }
        return NullNode.getInstance();
    }

    private JsonNode value(NodeEvent event) throws DecodingException {
        JsonNode value =
                switch (event) {
                    case ScalarEvent scalar -> scalar(scalar);
                    case SequenceStartEvent sequence -> nested(this::sequence);
                    case MappingStartEvent mapping -> nested(this::mapping);
                    case AliasEvent alias -> alias(alias);
                    default -> throw new DecodingException("yaml: unexpected event");
                };
        if (!(event instanceof AliasEvent)) {
            event.getAnchor().ifPresent(anchor -> anchors.put(anchor, value));
        }
        return value;
    }

    /// Reads a collection, which may hold others.
    @FunctionalInterface
    private interface Collection {
        JsonNode read() throws DecodingException;
    }

    private JsonNode nested(Collection collection) throws DecodingException {
        depth++;
        if (depth > JsonText.NESTING_MAX) {
            throw new DecodingException("yaml: exceeded max depth of " + JsonText.NESTING_MAX);
        }
        JsonNode value = collection.read();
        depth--;
        return value;
    }

    private JsonNode alias(AliasEvent event) throws DecodingException {
        JsonNode value = anchors.get(event.getAlias());
        if (value == null) {
            throw new DecodingException(
                    "yaml: unknown anchor '" + event.getAlias().getValue() + "' referenced");
        }
        nodesFromAliases += size(value);
        if (nodesFromAliases > NODES_FROM_ALIASES_MAX) {
            throw new DecodingException("yaml: document contains excessive aliasing");
        }
        return value.deepCopy();
    }

    private static int size(JsonNode value) {
        int size = 1;
        for (JsonNode child : value) {
            size += size(child);
        }
        return size;
    }

    private JsonNode sequence() throws DecodingException {
        ArrayNode items = NODES.arrayNode();
        while (events.next() instanceof NodeEvent item) {
            items.add(value(item));
        }
        return items;
    }

    private JsonNode mapping() throws DecodingException {
        Map<String, JsonNode> members = new TreeMap<>();
        List<JsonNode> merged = new ArrayList<>();
        while (events.next() instanceof NodeEvent keyEvent) {
            JsonNode key = value(keyEvent);
            JsonNode value = value((NodeEvent) events.next());
            if (isMerge(keyEvent)) {
                merged.add(value);
                continue;
            }
            if (members.put(keyText(key), value) != null) {
                int line = keyEvent.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
                duplicates.add("line %d: key %s already set in map".formatted(line, key));
            }
        }
        for (JsonNode source : merged) {
            merge(source, members);
        }
        return NODES.objectNode().setAll(members);
    }

    private static boolean isMerge(NodeEvent key) {
        return key instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().equals(MERGE);
    }

    private static void merge(JsonNode source, Map<String, JsonNode> members)
            throws DecodingException {
        switch (source) {
            case ObjectNode object ->
                    object.properties()
                            .forEach(member ->
                                    members.putIfAbsent(member.getKey(), member.getValue()));
            case ArrayNode list -> {
                for (JsonNode item : list) {
                    merge(item, members);
                }
            }
            default ->
                    throw new DecodingException(
                            "yaml: map merge requires map or sequence of maps as the value");
        }
    }

    private static String keyText(JsonNode key) throws DecodingException {
        return switch (key.getNodeType()) {
            case STRING -> key.stringValue();
            case NUMBER, BOOLEAN -> key.toString();
            default ->
                    throw new DecodingException(
                            "unsupported map key of type: " + key.getNodeType());
        };
    }

    private static JsonNode scalar(ScalarEvent event) throws DecodingException {
        String text = event.getValue();
        String tag = event.getTag().map(YamlReader::shortTag).orElse("");
        return switch (tag) {
            case "str" -> NODES.stringNode(text);
            case "binary" -> binary(text);
            case "" -> event.isPlain() ? YamlScalars.resolve(text) : NODES.stringNode(text);
            default -> tag.equals("!") ? NODES.stringNode(text) : YamlScalars.resolve(text);
        };
    }

    private static String shortTag(String tag) {
        return tag.startsWith(TAG_PREFIX) ? tag.substring(TAG_PREFIX.length()) : tag;
    }

    private static JsonNode binary(String text) throws DecodingException {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text);
            return NODES.stringNode(new String(bytes, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new DecodingException("yaml: !!binary value contains invalid base64 data");
        }
    }

    /// Says syntax errors in the words of libyaml, which Kubernetes' reader descends from.
    private static final class YamlProblem {
        private YamlProblem() {}

        static String describe(YamlEngineException problem) {
            if (!(problem instanceof MarkedYamlEngineException marked)) {
                return "control characters are not allowed";
            }
            int line =
                    marked.getProblemMark()
                            .map(mark -> mark.getLine() + linesAhead(marked, mark))
                            .orElse(0);
            if (line == 0) {
                line = marked.getContextMark().map(mark -> mark.getLine() + 1).orElse(0);
            }
            return (line == 0 ? "" : "line " + line + ": ") + words(marked);
        }

        /// libyaml counts lines from zero, adds one for errors of its scanner but on the first, and
        /// takes the end of the text for a new line.
        private static int linesAhead(MarkedYamlEngineException marked, Mark mark) {
            boolean atEnd = mark.getPointer() >= mark.getBuffer().length;
            boolean scanning = marked instanceof ScannerException && mark.getLine() > 0;
            return scanning || (atEnd && mark.getColumn() > 0) ? 1 : 0;
        }

        private static String words(MarkedYamlEngineException marked) {
            String problem = marked.getProblem() == null ? "" : marked.getProblem();
            if (problem.startsWith("expected ',' or ']'")) {
                return "did not find expected ',' or ']'";
            }
            if (problem.startsWith("expected ',' or '}'")) {
                return "did not find expected ',' or '}'";
            }
            if (problem.startsWith("expected <block end>")) {
                boolean inSequence =
                        marked.getContext() != null && marked.getContext().contains("collection");
                return inSequence
                        ? "did not find expected '-' indicator"
                        : "did not find expected key";
            }
            if (problem.startsWith("expected the node content")) {
                return "did not find expected node content";
            }
            if (problem.endsWith(
                    "that cannot start any token. (Do not use \\t(TAB) for indentation)")) {
                return "found character that cannot start any token";
            }
            if (problem.startsWith("expected '<document start>'")) {
                return "did not find expected <document start>";
            }
            return problem.startsWith("mapping values are not allowed")
                    ? "mapping values are not allowed in this context"
                    : problem;
        }
    }
}
