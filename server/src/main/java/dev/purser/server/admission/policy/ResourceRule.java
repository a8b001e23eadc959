package dev.purser.server.admission.policy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.server.admission.AdmissionRequest;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Operations and resources (`NamedRuleWithOperations`). Immutable.
///
/// @param names empty for all
/// @param scope `Cluster`, `Namespaced` or `*`
record ResourceRule(
        List<String> operations,
        List<String> groups,
        List<String> versions,
        List<String> resources,
        List<String> names,
        String scope) {

    private static final String ANY = "*";

    static ResourceRule of(JsonNode rule) {
        return new ResourceRule(
                texts(rule, "operations"),
                texts(rule, "apiGroups"),
                texts(rule, "apiVersions"),
                texts(rule, "resources"),
                texts(rule, "resourceNames"),
                rule.path("scope").asString(ANY));
    }

    private static List<String> texts(JsonNode rule, String member) {
        return rule.path(member).valueStream().map(JsonNode::asString).toList();
    }

    /// Whether a request is meant, taken as one for this resource.
    boolean matches(AdmissionRequest request, GroupVersionResource resource) {
        return has(operations, request.operation().name())
                && has(groups, resource.group())
                && has(versions, resource.version())
                && matchesResource(resource.resource(), request.attributes().subresource())
                && matchesScope(request)
                && (names.isEmpty() || names.contains(objectName(request)));
    }

    private static String objectName(AdmissionRequest request) {
        String name = request.attributes().name();
        return name.isEmpty() ? request.object().map(object -> object.name()).orElse("") : name;
    }

    private static boolean has(List<String> list, String text) {
        return list.contains(ANY) || list.contains(text);
    }

    private boolean matchesResource(String resource, String subresource) {
        return resources.stream()
                .anyMatch(each -> {
                    int slash = each.indexOf('/');
                    String name = slash < 0 ? each : each.substring(0, slash);
                    String sub = slash < 0 ? "" : each.substring(slash + 1);
                    return (name.equals(ANY) || name.equals(resource))
                            && (sub.equals(ANY) || sub.equals(subresource));
                });
    }

    private boolean matchesScope(AdmissionRequest request) {
        boolean isCluster =
                request.attributes().namespace().isEmpty()
                        || request.attributes().resource().equals("namespaces");
        return switch (scope) {
            case "Cluster" -> isCluster;
            case "Namespaced" -> !isCluster;
            default -> true;
        };
    }
}
