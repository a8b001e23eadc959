package dev.purser.server.admission.policy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.selector.LabelSelector;
import dev.purser.server.admission.AdmissionRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Which requests a policy or a binding is for (`MatchResources`). Immutable and thread-safe.
public final class RequestMatch {
    private static final String NAMESPACES = "namespaces";

    private final List<ResourceRule> rules;
    private final List<ResourceRule> excluded;
    private final LabelSelector namespaces;
    private final LabelSelector objects;
    private final boolean selectsNamespaces;
    private final boolean selectsObjects;
    private final boolean isExact;

    private RequestMatch(JsonNode match) {
        this.rules = rules(match.path("resourceRules"));
        this.excluded = rules(match.path("excludeResourceRules"));
        this.namespaces = LabelSelector.of(match.path("namespaceSelector"));
        this.objects = LabelSelector.of(match.path("objectSelector"));
        this.selectsNamespaces = !match.path("namespaceSelector").isEmpty();
        this.selectsObjects = !match.path("objectSelector").isEmpty();
        this.isExact = match.path("matchPolicy").asString("").equals("Exact");
    }

    /// Reads a `MatchResources`.
    public static RequestMatch of(JsonNode match) {
        return new RequestMatch(match);
    }

    private static List<ResourceRule> rules(JsonNode rules) {
        return rules.valueStream().map(ResourceRule::of).toList();
    }

    /// The resource as which a request matches: its own, or the same in another version. Empty if
    /// it does not match.
    public Optional<GroupVersionResource> match(AdmissionRequest request, ClusterView cluster) {
        if (!matchesObject(request)) {
            return Optional.empty();
        }
        GroupVersionResource resource =
                new GroupVersionResource(
                        request.attributes().group(),
                        request.attributes().version(),
                        request.attributes().resource());
        List<GroupVersionResource> others = isExact ? List.of() : cluster.otherVersions(resource);
        if (find(excluded, request, resource, others).isPresent()) {
            return Optional.empty();
        }
        Optional<GroupVersionResource> found =
                rules.isEmpty() ? Optional.of(resource) : find(rules, request, resource, others);
        return found.filter(as -> matchesNamespace(request, cluster));
    }

    private static Optional<GroupVersionResource> find(
            List<ResourceRule> rules,
            AdmissionRequest request,
            GroupVersionResource resource,
            List<GroupVersionResource> others) {
        if (rules.stream().anyMatch(rule -> rule.matches(request, resource))) {
            return Optional.of(resource);
        }
        return others.stream()
                .filter(other -> rules.stream().anyMatch(rule -> rule.matches(request, other)))
                .findFirst();
    }

    private boolean matchesObject(AdmissionRequest request) {
        return !selectsObjects
                || request.object().filter(object -> objects.matches(object.labels())).isPresent()
                || request.old().filter(object -> objects.matches(object.labels())).isPresent();
    }

    private boolean matchesNamespace(AdmissionRequest request, ClusterView cluster) {
        boolean isNamespace = request.attributes().resource().equals(NAMESPACES);
        String namespace = request.attributes().namespace();
        if (!selectsNamespaces || (namespace.isEmpty() && !isNamespace)) {
            return true;
        }
        return namespaces.matches(namespaceLabels(request, isNamespace, cluster));
    }

    /// A namespace that is written is selected by the labels that it will have.
    private static Map<String, String> namespaceLabels(
            AdmissionRequest request, boolean isNamespace, ClusterView cluster) {
        boolean isWritten = isNamespace && request.attributes().subresource().isEmpty();
        return isWritten && request.object().isPresent()
                ? request.object().get().labels()
                : cluster.namespace(
                                isNamespace
                                        ? request.attributes().name()
                                        : request.attributes().namespace())
                        .labels();
    }
}
