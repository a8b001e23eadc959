package dev.purser.api.kind.apiextensions;

import dev.purser.api.extension.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The parts of a definition that each version may have of its own. Where all versions have the
/// same, Kubernetes takes it for one of the whole definition, and errors say so.
///
/// @param field the name of the part in a version
/// @param name the name of the part where it is shared
/// @param versions of the definition
record SharedParts(String field, String name, List<Definition.Version> versions) {

    static SharedParts schemas(Definition definition) {
        return new SharedParts("schema", "validation", definition.versions());
    }

    static SharedParts subresources(Definition definition) {
        return same("subresources", definition);
    }

    static SharedParts columns(Definition definition) {
        return same("additionalPrinterColumns", definition);
    }

    static SharedParts selectableFields(Definition definition) {
        return same("selectableFields", definition);
    }

    private static SharedParts same(String field, Definition definition) {
        return new SharedParts(field, field, definition.versions());
    }

    /// A part and where errors place it.
    record Part(JsonNode value, String path) {}

    private JsonNode value(Definition.Version version) {
        JsonNode value = version.json().path(field);
        return value.isEmpty() && !value.isObject() ? MissingNode.getInstance() : value;
    }

    boolean isShared() {
        return versions.stream().map(this::value).distinct().count() <= 1;
    }

    /// The part of the whole definition; empty when versions differ, or none has it.
    Optional<Part> shared() {
        return versions.isEmpty() || !isShared()
                ? Optional.empty()
                : Optional.of(new Part(value(versions.getFirst()), "spec." + name))
                        .filter(part -> !part.value().isMissingNode());
    }

    /// The part that a version has of its own.
    Optional<Part> own(int index) {
        return isShared()
                ? Optional.empty()
                : Optional.of(
                                new Part(
                                        value(versions.get(index)),
                                        "spec.versions[%d].%s".formatted(index, field)))
                        .filter(part -> !part.value().isMissingNode());
    }

    /// All schemas of a definition, each once.
    static List<JsonSchema> allSchemas(Definition definition) {
        SharedParts parts = schemas(definition);
        List<Part> found = new ArrayList<>();
        parts.shared().ifPresent(found::add);
        for (int i = 0; i < parts.versions.size(); i++) {
            parts.own(i).ifPresent(found::add);
        }
        return found.stream()
                .map(part -> part.value().path("openAPIV3Schema"))
                .filter(JsonNode::isObject)
                .map(JsonSchema::read)
                .toList();
    }
}
