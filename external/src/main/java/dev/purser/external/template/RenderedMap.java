package dev.purser.external.template;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.YamlReader;
import dev.purser.external.secret.SecretValue;
import dev.purser.external.template.value.Floats;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Reads the YAML that a template for keys and values gives: a map of texts. Numbers and booleans
/// become text.
final class RenderedMap {
    private static final Pattern LINE = Pattern.compile("line [0-9]+");

    private RenderedMap() {}

    /// @param name names the template in errors, which never show what it gave
    static Map<String, SecretValue> read(String name, SecretValue yaml) throws TemplateException {
        JsonNode tree = tree(name, yaml);
        Map<String, SecretValue> map = new LinkedHashMap<>();
        if (tree.isNull()) {
            return map;
        }
        if (!tree.isObject()) {
            throw failure(name, "it is no map");
        }
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            map.put(member.getKey(), SecretValue.of(text(name, member)));
        }
        return map;
    }

    private static JsonNode tree(String name, SecretValue yaml) throws TemplateException {
        try {
            return YamlReader.read(yaml.bytes()).json();
        } catch (DecodingException e) {
            Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
            throw failure(
                    name, line.find() ? "it is no YAML, see " + line.group() : "it is no YAML");
        }
    }

    private static String text(String name, Map.Entry<String, JsonNode> member)
            throws TemplateException {
        JsonNode value = member.getValue();
        if (value.isNull()) {
            return "";
        }
        if (value.isContainer()) {
            throw failure(name, "the value of a key is a list or a map, where text has to be");
        }
        return value.isFloatingPointNumber()
                ? Floats.shortest(value.doubleValue(), 'g')
                : value.asString();
    }

    private static TemplateException failure(String name, String why) {
        return new TemplateException(
                "could not unmarshal template to 'map[string][]byte': %s: what was rendered cannot be read as keys and values: %s"
                        .formatted(name, why));
    }
}
