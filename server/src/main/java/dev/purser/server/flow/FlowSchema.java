package dev.purser.server.flow;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A FlowSchema: which requests belong to a priority level, and which of them to one flow.
/// Immutable.
///
/// @param precedence the schema with the lowest that matches wins, then the first by name
/// @param level the name of its priority level
record FlowSchema(
        String name,
        String uid,
        int precedence,
        String level,
        Distinguisher distinguisher,
        List<FlowRule> rules) {
    /// The order in which schemas are tried.
    static final Comparator<FlowSchema> ORDER =
            Comparator.comparingInt(FlowSchema::precedence).thenComparing(FlowSchema::name);

    FlowSchema {
        rules = List.copyOf(rules);
    }

    /// What tells the flows of one schema apart.
    enum Distinguisher {
        NOTHING,
        USER,
        NAMESPACE;

        String of(Identity identity, Attributes attributes) {
            return switch (this) {
                case NOTHING -> "";
                case USER -> identity.name();
                case NAMESPACE -> attributes.namespace();
            };
        }
    }

    boolean matches(Identity identity, Attributes attributes) {
        for (FlowRule rule : rules) {
            if (rule.matches(identity, attributes)) {
                return true;
            }
        }
        return false;
    }

    /// A schema as it is stored, defaulted and validated.
    static FlowSchema of(KubeObject object) {
        JsonNode spec = object.spec();
        return new FlowSchema(
                object.name(),
                object.uid(),
                spec.path("matchingPrecedence").asInt(1000),
                Trees.text(spec.path("priorityLevelConfiguration"), "name"),
                distinguisher(spec.path("distinguisherMethod").path("type").asString("")),
                Trees.items(spec, "rules").stream().map(FlowRule::of).toList());
    }

    private static Distinguisher distinguisher(String type) {
        return switch (type) {
            case "ByUser" -> Distinguisher.USER;
            case "ByNamespace" -> Distinguisher.NAMESPACE;
            default -> Distinguisher.NOTHING;
        };
    }
}
