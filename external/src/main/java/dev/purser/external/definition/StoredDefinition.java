package dev.purser.external.definition;

import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// One of the definitions as it is on a server.
///
/// @param object not to be changed
record StoredDefinition(KubeObject object) {
    /// Set to `true` by whoever wants Purser to keep definitions that were somebody else's.
    static final String ADOPT = "external-secrets.purser.dev/adopt";

    String name() {
        return object.name();
    }

    boolean isToBeAdopted() {
        return "true".equals(object.annotations().get(ADOPT));
    }

    /// Whether Purser made it and nobody else has written its specification since.
    boolean isOurs() {
        return revision().isPresent() && foreignWriters().isEmpty();
    }

    boolean isOutdated() {
        return revision().orElse(0) < DefinitionSet.REVISION;
    }

    /// Whether its objects can be read and written.
    boolean isServed() {
        Definition definition = new Definition(object);
        return definition.is(Definition.ESTABLISHED) && !definition.isBeingDeleted();
    }

    boolean isBeingDeleted() {
        return object.deletionTimestamp().isPresent();
    }

    private OptionalInt revision() {
        String text = object.annotations().getOrDefault(DefinitionSet.REVISION_ANNOTATION, "");
        try {
            return OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /// The field managers, other than Purser's, of fields of the specification.
    List<String> foreignWriters() {
        List<String> result = new ArrayList<>();
        for (JsonNode entry : object.metadata().path("managedFields")) {
            String manager = entry.path("manager").asString("");
            if (entry.path("fieldsV1").has("f:spec")
                    && entry.path("subresource").asString("").isEmpty()
                    && !manager.equals(DefinitionKeeper.FIELD_MANAGER)) {
                result.add(manager);
            }
        }
        return result;
    }
}
