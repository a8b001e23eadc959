package dev.purser.api.kind.pod;

import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;

/// Checks which other Pods a Pod wants near itself, or far away.
final class PodAffinityValidation {
    private PodAffinityValidation() {}

    static void validate(Spot affinity) {
        affinity.items(NodeAffinityValidation.REQUIRED)
                .forEach(PodAffinityValidation::validateTerm);
        for (Spot preferred : affinity.items(NodeAffinityValidation.PREFERRED)) {
            NodeAffinityValidation.validateWeight(preferred.at("weight"));
            validateTerm(preferred.at("podAffinityTerm"));
        }
    }

    private static void validateTerm(Spot term) {
        Spot pods = term.at("labelSelector");
        Spot namespaces = term.at("namespaceSelector");
        Labels.validateSelector(pods.node(), pods.path(), term.errors());
        Labels.validateSelector(namespaces.node(), namespaces.path(), term.errors());
        for (Spot namespace : term.items("namespaces")) {
            namespace.under(term.at("namespace").path()).complain(Names::labelErrors);
        }
        LabelKeys.validate(term);
        Spot key = term.at("topologyKey");
        if (key.isEmpty()) {
            key.required("can not be empty");
        }
        key.complain(LabelSyntax::keyErrors);
    }
}
