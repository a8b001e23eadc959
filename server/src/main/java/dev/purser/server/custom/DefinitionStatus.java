package dev.purser.server.custom;

import dev.purser.api.kind.apiextensions.ApiApproval;
import dev.purser.api.kind.apiextensions.CaBundle;
import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The statuses that a definition goes through, one step at a time. Each step is a write of its
/// own, as watchers of Kubernetes see them.
final class DefinitionStatus {
    private static final String INSTALLING = "the initial names have been accepted";

    private final InstantSource clock;

    DefinitionStatus(InstantSource clock) {
        this.clock = clock;
    }

    /// The next step of a definition; empty when nothing is left to do.
    ///
    /// @param group all definitions of its group, itself included
    Optional<KubeObject> next(Definition definition, List<Definition> group) {
        return named(definition, group)
                .or(() -> established(definition))
                .or(() -> approved(definition));
    }

    private Optional<KubeObject> named(Definition definition, List<Definition> group) {
        if (definition.wishedNames().json().equals(definition.acceptedNames().json())) {
            return Optional.empty();
        }
        NameClaims.Decision decision = new NameClaims(group).decide(definition);
        boolean same =
                decision.names().equals(definition.acceptedNames().json())
                        && isThere(definition, decision.condition());
        if (same) {
            return Optional.empty();
        }
        KubeObject next = definition.object().copy();
        next.status().set("acceptedNames", decision.names());
        setCondition(next, decision.condition());
        setCondition(next, establishedAfter(definition, decision.condition()));
        return Optional.of(next);
    }

    private static ObjectNode establishedAfter(Definition definition, ObjectNode named) {
        Optional<ObjectNode> old = definition.condition(Definition.ESTABLISHED);
        if (!definition.is(Definition.ESTABLISHED) && Trees.text(named, "status").equals("True")) {
            return Definition.condition(Definition.ESTABLISHED, "False", "Installing", INSTALLING);
        }
        return old.map(ObjectNode::deepCopy)
                .orElseGet(() ->
                        Definition.condition(
                                Definition.ESTABLISHED,
                                "False",
                                "NotAccepted",
                                "not all names are accepted"));
    }

    private Optional<KubeObject> established(Definition definition) {
        if (!definition.is(Definition.NAMES_ACCEPTED) || definition.is(Definition.ESTABLISHED)) {
            return Optional.empty();
        }
        JsonNode bundle =
                definition.object().json().at("/spec/conversion/webhook/clientConfig/caBundle");
        ObjectNode condition =
                CaBundle.isValid(bundle.asString(""))
                        ? Definition.condition(
                                Definition.ESTABLISHED, "True", "InitialNamesAccepted", INSTALLING)
                        : Definition.condition(
                                Definition.ESTABLISHED,
                                "False",
                                "InvalidCABundle",
                                "The conversion webhook CABundle is invalid");
        return with(definition, condition);
    }

    private Optional<KubeObject> approved(Definition definition) {
        return ApiApproval.condition(definition).flatMap(condition -> with(definition, condition));
    }

    /// The definition with a condition; empty when it has it.
    Optional<KubeObject> with(Definition definition, ObjectNode condition) {
        if (isThere(definition, condition)) {
            return Optional.empty();
        }
        KubeObject next = definition.object().copy();
        setCondition(next, condition);
        return Optional.of(next);
    }

    private static boolean isThere(Definition definition, ObjectNode condition) {
        return definition
                .condition(Trees.text(condition, "type"))
                .filter(old ->
                        List.of("status", "reason", "message").stream()
                                .allMatch(field ->
                                        Trees.text(old, field)
                                                .equals(Trees.text(condition, field))))
                .isPresent();
    }

    /// Sets a condition in a definition of the caller's own.
    void setCondition(KubeObject definition, ObjectNode condition) {
        ObjectNode status = definition.status();
        ArrayNode conditions =
                status.get("conditions") instanceof ArrayNode list
                        ? list
                        : status.putArray("conditions");
        String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        String type = Trees.text(condition, "type");
        for (JsonNode old : conditions) {
            if (Trees.text(old, "type").equals(type)) {
                boolean turned = !Trees.text(old, "status").equals(Trees.text(condition, "status"));
                ObjectNode kept = (ObjectNode) old;
                kept.setAll(condition);
                if (turned) {
                    kept.put("lastTransitionTime", now);
                }
                return;
            }
        }
        conditions.add(condition.deepCopy().put("lastTransitionTime", now));
    }
}
