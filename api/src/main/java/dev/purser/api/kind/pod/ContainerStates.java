package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.validation.Spot;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks that containers that have ended stay so, unless they start again.
final class ContainerStates {
    private static final String STATE = "state";
    private static final String TERMINATED = "terminated";
    private static final String POLICY = "restartPolicy";
    private static final String RULES = "restartPolicyRules";
    private static final String NAME = "name";
    private static final String EPHEMERAL_STATUSES = "ephemeralContainerStatuses";

    private ContainerStates() {}

    static void validate(Spot status, JsonNode old, JsonNode spec) {
        if (!mayAllStartAgain(spec)) {
            validate(status, old, "containerStatuses", Trees.items(spec, Containers.MAIN), spec);
            validate(
                    status, old, "initContainerStatuses", Trees.items(spec, Containers.INIT), spec);
        }
        validate(status, old, EPHEMERAL_STATUSES, List.of(), spec);
    }

    private static void validate(
            Spot status, JsonNode old, String list, List<ObjectNode> containers, JsonNode spec) {
        List<ObjectNode> before = Trees.items(old, list);
        for (int i = 0; i < before.size(); i++) {
            JsonNode end = before.get(i).path(STATE).path(TERMINATED);
            String name = Trees.text(before.get(i), NAME);
            Optional<Spot> now =
                    status.items(list).stream()
                            .filter(other -> other.text(NAME).equals(name))
                            .filter(other -> !other.at(STATE).has(TERMINATED))
                            .findFirst();
            boolean startsAgain =
                    containers.stream()
                            .filter(container -> Trees.text(container, NAME).equals(name))
                            .findFirst()
                            .map(container -> startsAgain(container, spec, end))
                            .orElse(false);
            if (end.isObject() && now.isPresent() && !startsAgain) {
                status.errors()
                        .forbidden(
                                "%s.%s[%d].state".formatted(status.path(), list, i),
                                "may not be transitioned to non-terminated state");
            }
        }
    }

    /// Whether a rule of any container starts all of them again.
    private static boolean mayAllStartAgain(JsonNode spec) {
        return Containers.planned(spec).stream()
                .flatMap(container -> Trees.items(container, RULES).stream())
                .anyMatch(rule -> Trees.text(rule, "action").equals("RestartAllContainers"));
    }

    private static boolean startsAgain(JsonNode container, JsonNode spec, JsonNode end) {
        long code = end.path("exitCode").asLong(0);
        for (ObjectNode rule : Trees.items(container, RULES)) {
            JsonNode codes = rule.path("exitCodes");
            if (Trees.text(rule, "action").equals("Restart") && matches(codes, code)) {
                return true;
            }
        }
        String own = Trees.text(container, POLICY);
        return switch (own.isEmpty() ? Trees.text(spec, POLICY) : own) {
            case "Always" -> true;
            case "OnFailure" -> code != 0;
            default -> false;
        };
    }

    private static boolean matches(JsonNode codes, long code) {
        boolean isListed = false;
        for (JsonNode listed : codes.path("values")) {
            isListed |= listed.asLong() == code;
        }
        return switch (Trees.text(codes, "operator")) {
            case "In" -> isListed;
            case "NotIn" -> !isListed;
            default -> false;
        };
    }
}
