package dev.purser.server.authz;

import dev.purser.server.request.Attributes;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One rule of a role (`rbac/v1 PolicyRule`): these verbs on these resources, or on these paths.
/// `*` stands for everything, `*/status` for one subresource of everything, and a path may end in
/// `*`.
public record PolicyRule(
        List<String> verbs,
        List<String> apiGroups,
        List<String> resources,
        List<String> resourceNames,
        List<String> nonResourceUrls) {
    private static final String ALL = "*";

    public PolicyRule {
        verbs = List.copyOf(verbs);
        apiGroups = List.copyOf(apiGroups);
        resources = List.copyOf(resources);
        resourceNames = List.copyOf(resourceNames);
        nonResourceUrls = List.copyOf(nonResourceUrls);
    }

    /// The rules that allow everything.
    public static List<PolicyRule> everything() {
        List<String> all = List.of(ALL);
        List<String> none = List.of();
        return List.of(
                new PolicyRule(all, all, all, none, none),
                new PolicyRule(all, none, none, none, all));
    }

    /// Reads the `rules` of a role; none when they are absent.
    public static List<PolicyRule> listOf(JsonNode rules) {
        List<PolicyRule> result = new ArrayList<>(rules.size());
        for (JsonNode rule : rules) {
            result.add(
                    new PolicyRule(
                            strings(rule.path("verbs")),
                            strings(rule.path("apiGroups")),
                            strings(rule.path("resources")),
                            strings(rule.path("resourceNames")),
                            strings(rule.path("nonResourceURLs"))));
        }
        return result;
    }

    /// The rule as a role's JSON has it, empty lists left out.
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        put(json, "verbs", verbs);
        put(json, "apiGroups", apiGroups);
        put(json, "resources", resources);
        put(json, "resourceNames", resourceNames);
        put(json, "nonResourceURLs", nonResourceUrls);
        return json;
    }

    /// The same without its paths.
    public PolicyRule withoutPaths() {
        return new PolicyRule(verbs, apiGroups, resources, resourceNames, List.of());
    }

    /// Whether this rule alone allows a request.
    public boolean allows(Attributes attributes) {
        if (!hasVerb(attributes.verb())) {
            return false;
        }
        return attributes.isResourceRequest()
                ? allowsResource(attributes)
                : allowsPath(attributes.path());
    }

    /// Whether it is about a verb.
    boolean hasVerb(String verb) {
        return verbs.contains(ALL) || verbs.contains(verb);
    }

    private boolean allowsResource(Attributes attributes) {
        return (apiGroups.contains(ALL) || apiGroups.contains(attributes.group()))
                && (resourceNames.isEmpty() || resourceNames.contains(attributes.name()))
                && namesResource(attributes.resource(), attributes.subresource());
    }

    private boolean namesResource(String resource, String subresource) {
        if (resources.contains(ALL)) {
            return true;
        }
        if (subresource.isEmpty()) {
            return resources.contains(resource);
        }
        return resources.contains(resource + "/" + subresource)
                || resources.contains("*/" + subresource);
    }

    private boolean allowsPath(String path) {
        for (String url : nonResourceUrls) {
            if (url.equals(ALL) || url.equals(path) || pathCovers(url, path)) {
                return true;
            }
        }
        return false;
    }

    /// Whether a path that ends in `*` begins like the other one.
    static boolean pathCovers(String url, String path) {
        if (!url.endsWith(ALL)) {
            return url.equals(path);
        }
        int end = url.length();
        while (end > 0 && url.charAt(end - 1) == '*') {
            end--;
        }
        return path.startsWith(url.substring(0, end));
    }

    private static List<String> strings(JsonNode array) {
        List<String> result = new ArrayList<>(array.size());
        array.forEach(value -> result.add(value.asString("")));
        return result;
    }

    private static void put(ObjectNode json, String field, List<String> values) {
        if (!values.isEmpty()) {
            var array = json.putArray(field);
            values.forEach(array::add);
        }
    }
}
