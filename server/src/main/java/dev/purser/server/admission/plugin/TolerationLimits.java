package dev.purser.server.admission.plugin;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What pods tolerate, in namespaces that say nothing of it
/// (`podtolerationrestriction.admission.k8s.io/v1alpha1` Configuration). Not to be changed.
///
/// @param defaults a list of tolerations that pods get
/// @param allowed a list of tolerations that pods may have; every one when it is empty
public record TolerationLimits(JsonNode defaults, JsonNode allowed) {
    /// Nothing is added and nothing is refused.
    public static TolerationLimits none() {
        return new TolerationLimits(
                JsonNodeFactory.instance.arrayNode(), JsonNodeFactory.instance.arrayNode());
    }
}
