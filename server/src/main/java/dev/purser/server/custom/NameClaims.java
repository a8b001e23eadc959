package dev.purser.server.custom;

import dev.purser.api.kind.apiextensions.Definition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Decides which of the names that a definition wishes for it gets: those that no other definition
/// of its group has.
final class NameClaims {
    private final Set<String> resources = new HashSet<>();
    private final Set<String> kinds = new HashSet<>();

    /// @param group all definitions of a group
    NameClaims(List<Definition> group) {
        for (Definition definition : group) {
            Definition.Names names = definition.acceptedNames();
            resources.add(names.plural());
            resources.add(names.singular());
            resources.addAll(names.shortNames());
            kinds.add(names.kind());
            kinds.add(names.listKind());
        }
    }

    /// What a definition gets.
    ///
    /// @param names the accepted names
    /// @param condition whether these are all that it wished for
    record Decision(ObjectNode names, ObjectNode condition) {}

    Decision decide(Definition definition) {
        JsonNode wished = definition.wishedNames().json();
        JsonNode accepted = definition.acceptedNames().json();
        ObjectNode names =
                accepted.isObject()
                        ? (ObjectNode) accepted.deepCopy()
                        : definition.object().json().objectNode();
        ObjectNode condition =
                Definition.condition(
                        Definition.NAMES_ACCEPTED, "True", "NoConflicts", "no conflicts found");
        claim("plural", "PluralConflict", wished, names, condition);
        claim("singular", "SingularConflict", wished, names, condition);
        claimShortNames(wished, names, condition);
        claim("kind", "KindConflict", wished, names, condition);
        claim("listKind", "ListKindConflict", wished, names, condition);
        copy("categories", wished, names);
        return new Decision(names, condition);
    }

    private void claim(
            String field, String reason, JsonNode wished, ObjectNode names, ObjectNode condition) {
        String name = wished.path(field).asString("");
        boolean own = name.equals(names.path(field).asString(""));
        Set<String> taken = field.endsWith("ind") ? kinds : resources;
        if (!own && taken.contains(name)) {
            refuse(condition, reason, inUse(name));
        } else {
            names.put(field, name);
        }
    }

    private void claimShortNames(JsonNode wished, ObjectNode names, ObjectNode condition) {
        if (wished.path("shortNames").equals(names.path("shortNames"))) {
            return;
        }
        Set<String> own = new HashSet<>();
        names.path("shortNames").forEach(name -> own.add(name.asString("")));
        List<String> problems = new ArrayList<>();
        for (JsonNode item : wished.path("shortNames")) {
            String name = item.asString("");
            if (!own.contains(name) && !name.isEmpty() && resources.contains(name)) {
                problems.add(inUse(name));
            }
        }
        if (problems.isEmpty()) {
            copy("shortNames", wished, names);
        } else {
            refuse(
                    condition,
                    "ShortNamesConflict",
                    problems.size() == 1
                            ? problems.getFirst()
                            : "[" + String.join(", ", problems) + "]");
        }
    }

    private static String inUse(String name) {
        return "\"%s\" is already in use".formatted(name);
    }

    private static void refuse(ObjectNode condition, String reason, String message) {
        condition.put("status", "False").put("reason", reason).put("message", message);
    }

    private static void copy(String field, JsonNode from, ObjectNode to) {
        if (from.path(field) instanceof ArrayNode list) {
            to.set(field, list.deepCopy());
        } else {
            to.remove(field);
        }
    }
}
