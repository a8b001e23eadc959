package dev.purser.api.schema;

import dev.purser.api.meta.GroupVersionKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// All schemas of the built-in types, by name and by kind. Immutable and thread-safe.
///
/// Loading splits the file into its lines, one schema each, and parses none of them.
public final class Schemas {
    private static final String SCHEMAS = "schema.json";
    private static final String GO_TYPES = "go-types.json";
    private static final Pattern KIND =
            Pattern.compile(
                    "\"group\":\"([^\"]*)\",\"kind\":\"([^\"]*)\",\"version\":\"([^\"]*)\"");

    private final Map<String, String> schemaLines;
    private final Map<String, String> goTypeLines;
    private final Map<String, ObjectSchema> byName = new HashMap<>();
    private final Map<GroupVersionKind, ObjectSchema> byKind = new HashMap<>();

    private Schemas(Map<String, String> schemaLines, Map<String, String> goTypeLines) {
        this.schemaLines = schemaLines;
        this.goTypeLines = goTypeLines;
        SchemaReader reader = new SchemaReader(this);
        schemaLines.forEach((name, line) -> {
            ObjectSchema schema = new ObjectSchema(name, reader::read);
            byName.put(name, schema);
            indexKinds(line, schema);
        });
    }

    /// Reads the built-in schemas from this module.
    public static Schemas load() {
        return new Schemas(lines(SCHEMAS), lines(GO_TYPES));
    }

    /// The struct of this full name: `io.k8s.api.core.v1.Container`.
    public Optional<ObjectSchema> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The shape of objects of this kind, `List` kinds and options included.
    public Optional<ObjectSchema> find(GroupVersionKind kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    /// The names of all schemas, in OpenAPI's order.
    public Set<String> names() {
        return schemaLines.keySet();
    }

    /// The schema as OpenAPI has it, freshly parsed; the caller owns it.
    ///
    /// @throws IllegalArgumentException if there is no schema of this name
    public ObjectNode raw(String name) {
        String line = schemaLines.get(name);
        if (line == null) {
            throw new IllegalArgumentException("no schema " + name);
        }
        return parse(line);
    }

    /// What `go-types.json` says about the fields of a type, by field; may be empty.
    ObjectNode goTypes(String name) {
        return parse(goTypeLines.getOrDefault(name, "{}"));
    }

    private void indexKinds(String line, ObjectSchema schema) {
        int start = line.lastIndexOf("\"x-kubernetes-group-version-kind\":");
        if (start < 0) {
            return;
        }
        Matcher kind = KIND.matcher(line).region(start, line.length());
        while (kind.find()) {
            byKind.put(new GroupVersionKind(kind.group(1), kind.group(3), kind.group(2)), schema);
        }
    }

    private static ObjectNode parse(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    /// Splits a file whose every line between the first and the last is `"name":{…}` and a comma.
    private static Map<String, String> lines(String resource) {
        Map<String, String> result = new LinkedHashMap<>();
        text(resource)
                .lines()
                .filter(line -> line.startsWith("\""))
                .forEach(line -> {
                    int colon = line.indexOf("\":");
                    int end = line.endsWith(",") ? line.length() - 1 : line.length();
                    result.put(line.substring(1, colon), line.substring(colon + 2, end));
                });
        return result;
    }

    private static String text(String resource) {
        try (InputStream in = Schemas.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
