package dev.purser.api.managed;

import dev.purser.api.schema.ListSchema;
import dev.purser.api.schema.ObjectSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Merges a configuration into an object as an apply does, without noting who owns the fields.
///
/// @param schema of the object and the configuration
public record UntrackedApply(ObjectSchema schema) {
    /// Where a configuration does not fit the schema; nothing when it fits.
    public List<String> misfits(ObjectNode configuration) {
        return ConfigurationCheck.misfits(configuration, schema);
    }

    /// The paths of lists, maps and structs in a configuration that can only be replaced as a
    /// whole.
    public List<String> atomics(ObjectNode configuration) {
        List<String> found = new ArrayList<>();
        findAtomics("", Shape.of(schema), configuration, found);
        return found;
    }

    private static void findAtomics(String path, Shape shape, JsonNode value, List<String> found) {
        if (!value.isContainer()) {
            return;
        }
        if (shape.isAtomic()) {
            found.add(path);
        }
        if (value.isArray() && shape.schema() instanceof ListSchema list) {
            int index = 0;
            for (JsonNode item : value) {
                findAtomics(
                        "%s[%d]".formatted(path, index++),
                        Shape.of(list.items()).seenIn(item),
                        item,
                        found);
            }
            return;
        }
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            shape.memberShape(member.getKey())
                    .ifPresent(part ->
                            findAtomics(
                                    path + "." + member.getKey(),
                                    part.seenIn(member.getValue()),
                                    member.getValue(),
                                    found));
        }
    }

    /// The object with what the configuration gives; shares parts of both.
    public ObjectNode merge(ObjectNode object, ObjectNode configuration) {
        return ConfigurationMerge.merge(object, configuration, Shape.of(schema));
    }
}
