package dev.purser.api.kind.webhook;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks which requests a webhook is asked about.
final class HookRuleValidation {
    private static final String ALL = "*";
    private static final List<String> OPERATIONS =
            List.of(ALL, "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final List<String> SCOPES = List.of(ALL, "Cluster", "Namespaced");

    private HookRuleValidation() {}

    static void validate(ObjectNode rule, String path, FieldErrors errors) {
        requireSome(rule, "operations", path, "operations", errors);
        List<String> operations = Trees.texts(rule, "operations");
        for (int i = 0; i < operations.size(); i++) {
            if (!OPERATIONS.contains(operations.get(i))) {
                errors.notSupported(
                        "%s.operations[%d]".formatted(path, i), operations.get(i), OPERATIONS);
            }
        }
        requireSome(rule, "apiGroups", path, "API groups", errors);
        requireSome(rule, "apiVersions", path, "API versions", errors);
        List<String> versions = Trees.texts(rule, "apiVersions");
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).isEmpty()) {
                errors.required("%s.apiVersions[%d]".formatted(path, i), "");
            }
        }
        validateResources(rule.path("resources"), path + ".resources", errors);
        WebhookValidation.requireOneOf(rule, "scope", path, SCOPES, errors);
    }

    private static void requireSome(
            ObjectNode rule, String field, String path, String noun, FieldErrors errors) {
        List<String> values = Trees.texts(rule, field);
        if (values.isEmpty()) {
            errors.required(path + "." + field, "");
        }
        if (values.size() > 1 && values.contains(ALL)) {
            errors.invalid(
                    path + "." + field,
                    rule.path(field),
                    "if '*' is present, must not specify other " + noun);
        }
    }

    private static void validateResources(JsonNode resources, String path, FieldErrors errors) {
        if (resources.isEmpty()) {
            errors.required(path, "");
        }
        Set<String> allOfResource = new HashSet<>();
        Set<String> allOfSubresource = new HashSet<>();
        boolean hasAll = false;
        boolean hasBare = false;
        for (int i = 0; i < resources.size(); i++) {
            String full = resources.path(i).asString("");
            String place = "%s[%d]".formatted(path, i);
            int slash = full.indexOf('/');
            if (full.isEmpty()) {
                errors.required(place, "");
            } else if (slash < 0) {
                hasAll |= full.equals(ALL);
                hasBare = !full.equals(ALL);
            } else {
                String resource = full.substring(0, slash);
                String subresource = full.substring(slash + 1);
                if (allOfResource.contains(resource)) {
                    errors.invalid(place, full, present(resource + "/*", full));
                }
                if (allOfSubresource.contains(subresource)) {
                    errors.invalid(place, full, present("*/" + subresource, full));
                }
                if (subresource.equals(ALL)) {
                    allOfResource.add(resource);
                }
                if (resource.equals(ALL)) {
                    allOfSubresource.add(subresource);
                }
            }
        }
        if (resources.size() > 1 && allOfResource.contains(ALL)) {
            errors.invalid(path, resources, present("*/*", "other resources"));
        }
        if (hasAll && hasBare) {
            errors.invalid(path, resources, present(ALL, "other resources without subresources"));
        }
    }

    private static String present(String wildcard, String other) {
        return "if '%s' is present, must not specify %s".formatted(wildcard, other);
    }
}
