package dev.purser.api.table;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Horizontal pod autoscalers, in their versions 1 and 2.
final class AutoscalerPrinter implements RowPrinter {
    private static final int SHOWN_MAX = 2;

    @Override
    public void print(Row row) {
        row.addName()
                .add(
                        row.text("/spec/scaleTargetRef/kind")
                                + "/"
                                + row.text("/spec/scaleTargetRef/name"))
                .add(targets(row))
                .add(row.text("/spec/minReplicas", Texts.UNSET))
                .add(row.number("/spec/maxReplicas"))
                .add(row.number("/status/currentReplicas"))
                .addAge();
    }

    private static String targets(Row row) {
        JsonNode version1 = row.at("/spec/targetCPUUtilizationPercentage");
        if (version1.isNumber()) {
            JsonNode current = row.at("/status/currentCPUUtilizationPercentage");
            return "cpu: %s/%d%%".formatted(percent(current), version1.asLong(0));
        }
        JsonNode specs = row.at("/spec/metrics");
        JsonNode statuses = row.at("/status/currentMetrics");
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            shown.add(target(specs.path(i), statuses.path(i)));
        }
        if (shown.isEmpty()) {
            return Texts.NONE;
        }
        return shown.size() <= SHOWN_MAX
                ? String.join(", ", shown)
                : "%s + %d more..."
                        .formatted(
                                String.join(", ", shown.subList(0, SHOWN_MAX)),
                                shown.size() - SHOWN_MAX);
    }

    private static String target(JsonNode spec, JsonNode status) {
        String member =
                switch (spec.path("type").asString("")) {
                    case "Resource" -> "resource";
                    case "ContainerResource" -> "containerResource";
                    case "Pods" -> "pods";
                    case "Object" -> "object";
                    case "External" -> "external";
                    default -> "";
                };
        if (member.isEmpty()) {
            return "<unknown type>";
        }
        JsonNode target = spec.path(member).path("target");
        JsonNode current = status.path(member).path("current");
        boolean ofResource = member.endsWith("esource");
        String prefix = ofResource ? spec.path(member).path("name").asString("") + ": " : "";
        JsonNode utilization = target.path("averageUtilization");
        if (ofResource && utilization.isNumber()) {
            JsonNode now = current.path("averageUtilization");
            return "%s%s/%d%%".formatted(prefix, percent(now), utilization.asLong(0));
        }
        boolean average = target.has("averageValue");
        String value = average ? "averageValue" : "value";
        return "%s%s/%s%s"
                .formatted(
                        prefix,
                        current.path(value).asString(Row.UNKNOWN),
                        target.path(value).asString(""),
                        average && !ofResource && !member.equals("pods") ? " (avg)" : "");
    }

    private static String percent(JsonNode value) {
        return value.isNumber() ? value.asLong(0) + "%" : Row.UNKNOWN;
    }
}
