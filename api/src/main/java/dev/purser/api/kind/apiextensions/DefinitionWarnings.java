package dev.purser.api.kind.apiextensions;

import dev.purser.api.extension.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What is told about a definition that is taken though something in it has no effect.
final class DefinitionWarnings {
    private DefinitionWarnings() {}

    /// The warnings about a definition that an older state of it did not give already.
    static List<String> of(Definition definition, Definition old) {
        boolean fresh = old.object().resourceVersion().isEmpty();
        List<String> warnings = new ArrayList<>();
        List<String> formats = formats(definition);
        List<String> sets = sets(definition);
        if (!fresh) {
            formats.removeAll(formats(old));
            sets.removeAll(sets(old));
        }
        formats.forEach(format -> warnings.add("unrecognized format \"%s\"".formatted(format)));
        warnings.addAll(sets);
        return warnings;
    }

    private static List<String> formats(Definition definition) {
        List<String> formats = new ArrayList<>();
        visit(
                definition,
                schema -> {
                    if (schema.hasUnknownFormat()) {
                        formats.add(schema.limits().format());
                    }
                });
        return formats;
    }

    private static List<String> sets(Definition definition) {
        TreeSet<String> types = new TreeSet<>();
        visit(
                definition,
                schema -> {
                    String items = schema.items().map(JsonSchema::type).orElse("");
                    boolean compound = items.equals("object") || items.equals("array");
                    if (schema.traits().listType().equals("set") && compound) {
                        types.add(
                                ("x-kubernetes-list-type: set for items of type \"%s\" is not supported by"
                                                + " server-side apply or CEL validation rules")
                                        .formatted(items));
                    }
                });
        return new ArrayList<>(types);
    }

    private static void visit(Definition definition, Consumer<JsonSchema> visitor) {
        SharedParts.allSchemas(definition).forEach(schema -> schema.forEachPart(visitor));
    }
}
