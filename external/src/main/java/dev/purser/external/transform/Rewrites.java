package dev.purser.external.transform;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.purser.api.codec.GoPattern;
import dev.purser.external.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// Gives fetched values other keys (`rewrite`): one operation after the other. Immutable.
public final class Rewrites {
    private final KeyTemplate templates;

    public Rewrites(KeyTemplate templates) {
        this.templates = templates;
    }

    /// Applies a list of operations.
    public Map<String, SecretValue> apply(JsonNode operations, Map<String, SecretValue> values)
            throws TransformException {
        Map<String, SecretValue> rewritten = values;
        int position = 0;
        for (JsonNode operation : operations) {
            try {
                rewritten = one(operation, rewritten);
            } catch (TransformException e) {
                throw new TransformException(
                        "error applying rewrite to keys: failed rewrite operation[%d]: %s"
                                .formatted(position, e.getMessage()));
            }
            position++;
        }
        return rewritten;
    }

    private Map<String, SecretValue> one(JsonNode operation, Map<String, SecretValue> values)
            throws TransformException {
        if (operation.path("merge").isObject()) {
            return JsonMerge.of(operation.path("merge")).apply(values);
        }
        if (operation.path("regexp").isObject()) {
            return byRegexp(operation.path("regexp"), values);
        }
        if (operation.path("transform").isObject()) {
            return byTemplate(operation.path("transform").path("template").asString(""), values);
        }
        return values;
    }

    /// Of several keys that become the same, the last one in order wins: the order is that of their
    /// old names, so that the same always comes out.
    private static Map<String, SecretValue> byRegexp(
            JsonNode operation, Map<String, SecretValue> values) throws TransformException {
        Pattern source;
        try {
            source = GoPattern.compile(operation.path("source").asString(""));
        } catch (PatternSyntaxException e) {
            throw new TransformException("regexp failed with failed to compile: " + e.getMessage());
        }
        Replacement target = Replacement.of(operation.path("target").asString(""), source);
        Map<String, SecretValue> rewritten = new LinkedHashMap<>();
        for (Map.Entry<String, SecretValue> entry : new TreeMap<>(values).entrySet()) {
            rewritten.put(target.replaceAll(entry.getKey()), entry.getValue());
        }
        return rewritten;
    }

    private Map<String, SecretValue> byTemplate(String template, Map<String, SecretValue> values)
            throws TransformException {
        Map<String, SecretValue> rewritten = new LinkedHashMap<>();
        for (Map.Entry<String, SecretValue> entry : new TreeMap<>(values).entrySet()) {
            try {
                rewritten.put(templates.render(template, entry.getKey()), entry.getValue());
            } catch (TransformException e) {
                throw new TransformException(
                        "transform failed for key \"%s\": %s"
                                .formatted(entry.getKey(), e.getMessage()));
            }
        }
        return rewritten;
    }
}
