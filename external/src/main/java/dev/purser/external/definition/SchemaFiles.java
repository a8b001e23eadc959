package dev.purser.external.definition;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Reads the YAML files beside this class, with everything that they refer to in its place. What
/// stands beside a `$ref` goes before what is referred to. Not thread-safe.
final class SchemaFiles {
    private static final String REFERENCE = "$ref";

    private final Map<String, JsonNode> files = new HashMap<>();

    /// @param reference `FILE#/POINTER`
    JsonNode read(String reference) {
        int hash = reference.indexOf('#');
        JsonNode file = file(reference.substring(0, hash));
        JsonNode found = file.at(reference.substring(hash + 1));
        if (found.isMissingNode()) {
            throw new IllegalStateException("there is no " + reference);
        }
        return resolve(found);
    }

    private JsonNode resolve(JsonNode node) {
        if (node instanceof ArrayNode array) {
            ArrayNode result = JsonNodeFactory.instance.arrayNode();
            array.forEach(item -> result.add(resolve(item)));
            return result;
        }
        return node instanceof ObjectNode object ? resolve(object) : node;
    }

    private ObjectNode resolve(ObjectNode object) {
        ObjectNode result =
                object.has(REFERENCE)
                        ? (ObjectNode) read(object.path(REFERENCE).asString())
                        : JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            if (!entry.getKey().equals(REFERENCE)) {
                result.set(entry.getKey(), resolve(entry.getValue()));
            }
        }
        return result;
    }

    private JsonNode file(String name) {
        return files.computeIfAbsent(name, SchemaFiles::parse);
    }

    private static JsonNode parse(String name) {
        try (InputStream in =
                Objects.requireNonNull(SchemaFiles.class.getResourceAsStream(name), name)) {
            return YamlReader.read(in.readAllBytes()).json();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DecodingException e) {
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }
}
