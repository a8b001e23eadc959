package dev.purser.external.sync;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// Which namespaces a ClusterExternalSecret is for: those that it names and those that any of its
/// selectors matches.
final class NamespaceChoice {
    private final Set<String> names = new TreeSet<>();
    private final List<LabelSelector> selectors = new ArrayList<>();

    /// @throws dev.purser.api.selector.SelectorException when a selector makes no sense
    NamespaceChoice(JsonNode spec) {
        spec.path("namespaces").forEach(name -> names.add(name.asString("")));
        if (spec.path("namespaceSelector").isObject()) {
            selectors.add(LabelSelector.of(spec.path("namespaceSelector")));
        }
        spec.path("namespaceSelectors")
                .forEach(selector -> selectors.add(LabelSelector.of(selector)));
    }

    boolean matches(KubeObject namespace) {
        return names.contains(namespace.name())
                || selectors.stream().anyMatch(selector -> selector.matches(namespace.labels()));
    }
}
