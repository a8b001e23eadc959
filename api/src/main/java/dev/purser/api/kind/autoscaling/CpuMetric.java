package dev.purser.api.kind.autoscaling;

import dev.purser.api.meta.Trees;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The one metric that v1 has a field for: the share of the processor time that Pods asked for.
final class CpuMetric {
    private static final int DEFAULT_PERCENT = 80;

    private CpuMetric() {}

    /// What an autoscaler goes by when nobody says.
    static ObjectNode byDefault() {
        return target(DEFAULT_PERCENT);
    }

    /// The metric with a target, as v2 has it.
    static ObjectNode target(int percent) {
        ObjectNode metric = JsonNodeFactory.instance.objectNode().put("type", "Resource");
        ObjectNode resource = metric.putObject("resource").put("name", "cpu");
        resource.putObject("target").put("type", "Utilization").put("averageUtilization", percent);
        return metric;
    }

    /// The metric with its present value, as v2 has it.
    static ObjectNode current(int percent) {
        ObjectNode metric = JsonNodeFactory.instance.objectNode().put("type", "Resource");
        ObjectNode resource = metric.putObject("resource").put("name", "cpu");
        resource.putObject("current").put("averageUtilization", percent);
        return metric;
    }

    /// Whether a metric of v2 is this one, with a share.
    ///
    /// @param values `target` or `current`
    static boolean isIn(JsonNode metric, String values) {
        JsonNode resource = metric.path("resource");
        return Trees.text(metric, "type").equals("Resource")
                && Trees.text(resource, "name").equals("cpu")
                && percent(metric, values).isNumber();
    }

    /// The share in a metric of v2.
    static JsonNode percent(JsonNode metric, String values) {
        return metric.path("resource").path(values).path("averageUtilization");
    }
}
