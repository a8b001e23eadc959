package dev.purser.node.settings;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// How the node shows itself.
///
/// @param updateFrequency how often the node looks at itself
/// @param reportFrequency how often it reports when nothing has changed
/// @param leaseSeconds after which the node counts as gone
/// @param taints of a node that registers anew; shared, not to be changed
public record ReportSettings(
        Duration updateFrequency,
        Duration reportFrequency,
        int leaseSeconds,
        String providerId,
        List<JsonNode> taints) {
    public ReportSettings {
        taints = List.copyOf(taints);
    }
}
