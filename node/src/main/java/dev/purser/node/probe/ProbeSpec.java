package dev.purser.node.probe;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/// A probe as the pod defines it; the API server has filled in the defaults.
record ProbeSpec(JsonNode json) {
    Duration initialDelay() {
        return seconds("initialDelaySeconds", 0);
    }

    Duration period() {
        return seconds("periodSeconds", 10);
    }

    Duration timeout() {
        return seconds("timeoutSeconds", 1);
    }

    int successThreshold() {
        return json.path("successThreshold").asInt(1);
    }

    int failureThreshold() {
        return json.path("failureThreshold").asInt(3);
    }

    private Duration seconds(String field, int defaultValue) {
        return Duration.ofSeconds(json.path(field).asLong(defaultValue));
    }
}
