package dev.purser.api.kind.rbac;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.resource.Scope;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.selector.SelectorException;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.NameFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Roles and ClusterRoles.
///
/// @param scope where the role applies; only one for the cluster may speak of URLs
public record RoleRules(Scope scope) implements KindRules {
    private static final String URLS = "nonResourceURLs";

    @Override
    public NameFormat nameFormat() {
        return NameFormat.PATH_SEGMENT;
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        List<ObjectNode> rules = Trees.items(object.json(), "rules");
        for (int i = 0; i < rules.size(); i++) {
            validateRule(rules.get(i), "rules[%d]".formatted(i), errors);
        }
        Trees.object(object.json(), "aggregationRule")
                .ifPresent(rule -> validateAggregation(rule, errors));
    }

    private void validateRule(ObjectNode rule, String path, FieldErrors errors) {
        if (rule.path("verbs").isEmpty()) {
            errors.required(path + ".verbs", "");
        }
        if (!rule.path(URLS).isEmpty()) {
            validateUrls(rule, path, errors);
            return;
        }
        if (rule.path("apiGroups").isEmpty()) {
            errors.required(
                    path + ".apiGroups", "resource rules must supply at least one api group");
        }
        if (rule.path("resources").isEmpty()) {
            errors.required(
                    path + ".resources", "resource rules must supply at least one resource");
        }
    }

    private void validateUrls(ObjectNode rule, String path, FieldErrors errors) {
        JsonNode urls = rule.path(URLS);
        if (scope == Scope.NAMESPACED) {
            errors.invalid(
                    path + "." + URLS, urls, "namespaced rules cannot apply to non-resource URLs");
        }
        boolean speaksOfResources =
                !rule.path("apiGroups").isEmpty()
                        || !rule.path("resources").isEmpty()
                        || !rule.path("resourceNames").isEmpty();
        if (speaksOfResources) {
            errors.invalid(
                    path + "." + URLS,
                    urls,
                    "rules cannot apply to both regular resources and non-resource URLs");
        }
    }

    private static void validateAggregation(ObjectNode rule, FieldErrors errors) {
        String path = "aggregationRule.clusterRoleSelectors";
        List<ObjectNode> selectors = Trees.items(rule, "clusterRoleSelectors");
        if (selectors.isEmpty()) {
            errors.required(
                    path,
                    "at least one clusterRoleSelector required if aggregationRule is non-nil");
        }
        for (int i = 0; i < selectors.size(); i++) {
            String place = "%s[%d]".formatted(path, i);
            Labels.validateSelector(selectors.get(i), place, errors);
            try {
                LabelSelector.of(selectors.get(i));
            } catch (SelectorException e) {
                errors.invalidShown(place, "null", "invalid label selector.");
            }
        }
    }
}
