package dev.purser.cel.policy;

import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The form of what requests a policy or a binding is for (`MatchResources`).
final class MatchForm {
    private static final List<String> OPERATIONS =
            List.of("*", "CONNECT", "CREATE", "DELETE", "UPDATE");
    private static final List<String> SCOPES = List.of("*", "Cluster", "Namespaced");
    private static final List<String> POLICIES = List.of("Equivalent", "Exact");

    private final FieldErrors errors;

    MatchForm(FieldErrors errors) {
        this.errors = errors;
    }

    /// Sets what is not said.
    static void setDefaults(JsonNode match) {
        if (!(match instanceof ObjectNode resources)) {
            return;
        }
        if (!resources.has("matchPolicy")) {
            resources.put("matchPolicy", "Equivalent");
        }
        for (String selector : List.of("namespaceSelector", "objectSelector")) {
            if (!resources.has(selector)) {
                resources.putObject(selector);
            }
        }
        for (String rules : List.of("resourceRules", "excludeResourceRules")) {
            for (JsonNode rule : resources.path(rules)) {
                if (rule instanceof ObjectNode object && !object.has("scope")) {
                    object.put("scope", "*");
                }
            }
        }
    }

    void validate(JsonNode match, String path) {
        if (!match.isObject()) {
            return;
        }
        choice(match.path("matchPolicy"), path + ".matchPolicy", POLICIES);
        for (String name : List.of("namespaceSelector", "objectSelector")) {
            if (match.path(name).isObject()) {
                Labels.validateSelector(match.path(name), path + "." + name, errors);
            } else {
                errors.required(path + "." + name, "");
            }
        }
        for (String rules : List.of("resourceRules", "excludeResourceRules")) {
            int index = 0;
            for (JsonNode rule : match.path(rules)) {
                rule(rule, "%s.%s[%d]".formatted(path, rules, index++));
            }
        }
    }

    /// Checks a value that must be there and be one of a few.
    void choice(JsonNode value, String path, List<String> supported) {
        String text = value.asString("");
        if (value.isMissingNode() || value.isNull()) {
            errors.required(path, "");
        } else if (!supported.contains(text)) {
            errors.notSupported(path, text, supported);
        }
    }

    private void rule(JsonNode rule, String path) {
        resourceNames(rule.path("resourceNames"), path + ".resourceNames");
        operations(rule, path + ".operations");
        list(rule, path, "apiGroups", "API groups");
        list(rule, path, "apiVersions", "API versions");
        int index = 0;
        for (JsonNode version : rule.path("apiVersions")) {
            if (version.asString("").isEmpty()) {
                errors.required("%s.apiVersions[%d]".formatted(path, index), "");
            }
            index++;
        }
        resources(rule.path("resources"), path + ".resources");
        JsonNode scope = rule.path("scope");
        if (scope.isString() && !SCOPES.contains(scope.asString())) {
            errors.notSupported(path + ".scope", scope.asString(), SCOPES);
        }
    }

    private void resourceNames(JsonNode names, String path) {
        Set<String> seen = new HashSet<>();
        int index = 0;
        for (JsonNode name : names) {
            String place = "%s[%d]".formatted(path, index++);
            String text = name.asString("");
            Names.pathSegmentErrors(text).forEach(why -> errors.invalid(place, text, why));
            if (!seen.add(text)) {
                errors.duplicate(place, text);
            }
        }
    }

    private void operations(JsonNode rule, String path) {
        JsonNode operations = rule.path("operations");
        if (operations.isEmpty()) {
            errors.required(path, "");
        }
        if (operations.size() > 1 && contains(operations, "*")) {
            errors.invalid(
                    path, operations, "if '*' is present, must not specify other operations");
        }
        int index = 0;
        for (JsonNode operation : operations) {
            String text = operation.asString("");
            if (!OPERATIONS.contains(text)) {
                errors.notSupported("%s[%d]".formatted(path, index), text, OPERATIONS);
            }
            index++;
        }
    }

    private void list(JsonNode rule, String path, String member, String others) {
        JsonNode values = rule.path(member);
        if (values.isEmpty()) {
            errors.required(path + "." + member, "");
        }
        if (values.size() > 1 && contains(values, "*")) {
            errors.invalid(
                    path + "." + member,
                    values,
                    "if '*' is present, must not specify other " + others);
        }
    }

    private static boolean contains(JsonNode list, String text) {
        return list.valueStream().anyMatch(value -> value.asString("").equals(text));
    }

    private void resources(JsonNode resources, String path) {
        if (resources.isEmpty()) {
            errors.required(path, "");
        }
        Set<String> wholeResources = new HashSet<>();
        Set<String> wholeSubresources = new HashSet<>();
        List<String> names = new ArrayList<>();
        boolean plain = false;
        for (JsonNode resource : resources) {
            String name = resource.asString("");
            String place = "%s[%d]".formatted(path, names.size());
            names.add(name);
            int slash = name.indexOf('/');
            if (name.isEmpty()) {
                errors.required(place, "");
            } else if (slash < 0) {
                plain = !name.equals("*");
            } else {
                subresource(name, slash, place, wholeResources, wholeSubresources);
            }
        }
        if (names.size() > 1 && names.contains("*/*")) {
            errors.invalid(
                    path, resources, "if '*/*' is present, must not specify other resources");
        }
        if (names.contains("*") && plain) {
            errors.invalid(
                    path,
                    resources,
                    "if '*' is present, must not specify other resources without subresources");
        }
    }

    private void subresource(
            String name, int slash, String place, Set<String> resources, Set<String> subresources) {
        String resource = name.substring(0, slash);
        String subresource = name.substring(slash + 1);
        if (resources.contains(resource)) {
            errors.invalid(
                    place,
                    name,
                    "if '%s/*' is present, must not specify %s".formatted(resource, name));
        }
        if (subresources.contains(subresource)) {
            errors.invalid(
                    place,
                    name,
                    "if '*/%s' is present, must not specify %s".formatted(subresource, name));
        }
        if (subresource.equals("*")) {
            resources.add(resource);
        }
        if (resource.equals("*")) {
            subresources.add(subresource);
        }
    }
}
