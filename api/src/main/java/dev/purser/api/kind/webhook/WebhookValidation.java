package dev.purser.api.kind.webhook;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks one webhook: what it is asked about, and how.
final class WebhookValidation {
    private static final List<String> SIDE_EFFECTS = List.of("None", "NoneOnDryRun");
    private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");
    private static final int CONDITIONS_MAX = 64;

    private WebhookValidation() {}

    static void validate(ObjectNode hook, String path, FieldErrors errors) {
        validateName(Trees.text(hook, "name"), path + ".name", errors);
        List<ObjectNode> rules = Trees.items(hook, "rules");
        for (int i = 0; i < rules.size(); i++) {
            HookRuleValidation.validate(rules.get(i), "%s.rules[%d]".formatted(path, i), errors);
        }
        requireOneOf(hook, "failurePolicy", path, List.of("Fail", "Ignore"), errors);
        requireOneOf(hook, "matchPolicy", path, List.of("Equivalent", "Exact"), errors);
        if (Trees.has(hook, "sideEffects")) {
            requireOneOf(hook, "sideEffects", path, SIDE_EFFECTS, errors);
        } else {
            errors.required(
                    path + ".sideEffects",
                    "must specify one of " + String.join(", ", SIDE_EFFECTS));
        }
        long timeout = hook.path("timeoutSeconds").asLong(1);
        if (timeout < 1 || timeout > 30) {
            errors.invalid(
                    path + ".timeoutSeconds",
                    timeout,
                    "the timeout value must be between 1 and 30 seconds");
        }
        for (String selector : List.of("namespaceSelector", "objectSelector")) {
            Labels.validateSelector(hook.path(selector), path + "." + selector, errors);
        }
        ClientConfigValidation.validate(hook.path("clientConfig"), path + ".clientConfig", errors);
        validateConditions(hook, path + ".matchConditions", errors);
        validateVersions(hook.path("admissionReviewVersions"), path, errors);
    }

    static void validateReinvocation(ObjectNode hook, String path, FieldErrors errors) {
        requireOneOf(hook, "reinvocationPolicy", path, List.of("IfNeeded", "Never"), errors);
    }

    /// A domain of at least three labels.
    private static void validateName(String name, String path, FieldErrors errors) {
        List<String> complaints = Names.subdomainErrors(name);
        if (name.isEmpty()) {
            errors.required(path, "");
        } else if (!complaints.isEmpty()) {
            errors.invalid(path, name, String.join(",", complaints));
        } else if (name.split("\\.", -1).length < 3) {
            errors.invalid(
                    path,
                    name,
                    "should be a domain with at least three segments separated by dots");
        }
    }

    static void requireOneOf(
            JsonNode node, String field, String path, List<String> supported, FieldErrors errors) {
        String value = Trees.text(node, field);
        if (Trees.has(node, field) && !supported.contains(value)) {
            errors.notSupported(path + "." + field, value, supported);
        }
    }

    /// Checks all of match conditions but their expressions, which whoever evaluates them compiles.
    private static void validateConditions(ObjectNode hook, String path, FieldErrors errors) {
        List<ObjectNode> conditions = Trees.items(hook, "matchConditions");
        if (conditions.size() > CONDITIONS_MAX) {
            errors.tooMany(path, conditions.size(), CONDITIONS_MAX);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < conditions.size(); i++) {
            String place = "%s[%d]".formatted(path, i);
            if (Trees.text(conditions.get(i), "expression").isBlank()) {
                errors.required(place + ".expression", "");
            }
            String name = Trees.text(conditions.get(i), "name");
            if (name.isEmpty()) {
                errors.required(place + ".name", "");
                continue;
            }
            Labels.validateKey(name, place + ".name", errors);
            if (!names.add(name)) {
                errors.duplicate(place + ".name", name);
            }
        }
    }

    private static void validateVersions(JsonNode versions, String hookPath, FieldErrors errors) {
        String path = hookPath + ".admissionReviewVersions";
        String accepted = String.join(", ", REVIEW_VERSIONS);
        if (versions.isEmpty()) {
            errors.required(path, "must specify one of " + accepted);
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            String version = versions.path(i).asString("");
            String place = "%s[%d]".formatted(path, i);
            if (seen.add(version)) {
                Names.label1035Errors(version).forEach(why -> errors.invalid(place, version, why));
            } else {
                errors.invalid(place, version, "duplicate version");
            }
        }
        if (REVIEW_VERSIONS.stream().noneMatch(seen::contains)) {
            errors.invalid(path, versions, "must include at least one of " + accepted);
        }
    }
}
