package dev.purser.api.quota;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Which objects a ResourceQuota is about.
///
/// @param scopes all of which an object must be in
public record QuotaSpec(List<QuotaScope> scopes) {
    public QuotaSpec {
        scopes = List.copyOf(scopes);
    }

    /// Reads the spec of a ResourceQuota.
    public static QuotaSpec of(KubeObject quota) {
        JsonNode spec = quota.json().path("spec");
        List<QuotaScope> scopes = new ArrayList<>();
        for (String scope : Trees.texts(spec, "scopes")) {
            scopes.add(new QuotaScope(scope, "Exists", java.util.Set.of()));
        }
        for (JsonNode expression : spec.path("scopeSelector").path("matchExpressions")) {
            scopes.add(
                    new QuotaScope(
                            Trees.text(expression, "scopeName"),
                            Trees.text(expression, "operator"),
                            new HashSet<>(Trees.texts(expression, "values"))));
        }
        return new QuotaSpec(scopes);
    }

    /// Whether an object lies in all scopes.
    public boolean covers(Usage usage, KubeObject object) {
        return scopes.stream().allMatch(scope -> usage.isIn(scope, object));
    }
}
