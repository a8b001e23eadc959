package dev.purser.external.store;

import com.google.re2j.PatternSyntaxException;
import dev.purser.api.codec.GoPattern;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.selector.SelectorException;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Which namespaces may use a ClusterSecretStore (`spec.conditions`): those that any condition
/// names, selects or matches; all, when there are no conditions.
final class NamespaceConditions {
    private final JsonNode conditions;

    NamespaceConditions(JsonNode conditions) {
        this.conditions = conditions;
    }

    /// @param labels of the namespace
    boolean allow(String namespace, Map<String, String> labels) throws ProviderException {
        if (conditions.isEmpty()) {
            return true;
        }
        for (JsonNode condition : conditions) {
            if (names(condition, namespace)
                    || selects(condition, labels)
                    || matches(condition, namespace)) {
                return true;
            }
        }
        return false;
    }

    private static boolean names(JsonNode condition, String namespace) {
        for (JsonNode name : condition.path("namespaces")) {
            if (name.asString("").equals(namespace)) {
                return true;
            }
        }
        return false;
    }

    private static boolean selects(JsonNode condition, Map<String, String> labels)
            throws ProviderException {
        try {
            return LabelSelector.of(condition.path("namespaceSelector")).matches(labels);
        } catch (SelectorException e) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "spec.conditions has a selector that makes no sense: " + e.getMessage());
        }
    }

    /// Finds, as the operator does: an expression that shall match all of the name has anchors.
    private static boolean matches(JsonNode condition, String namespace) throws ProviderException {
        for (JsonNode expression : condition.path("namespaceRegexes")) {
            try {
                if (GoPattern.compile(expression.asString("")).matcher(namespace).find()) {
                    return true;
                }
            } catch (PatternSyntaxException e) {
                throw new ProviderException(
                        Kind.BAD_CONFIGURATION,
                        "spec.conditions has an expression that cannot be read: " + e.getMessage());
            }
        }
        return false;
    }
}
