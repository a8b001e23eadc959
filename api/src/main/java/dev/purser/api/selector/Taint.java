package dev.purser.api.selector;

import dev.purser.api.meta.KubeObject;
import tools.jackson.databind.JsonNode;

/// A mark on a node that keeps pods away which do not tolerate it.
public record Taint(String key, String value, String effect) {
    /// Reads an entry of a node's `spec.taints`.
    public static Taint of(JsonNode taint) {
        return new Taint(
                taint.path("key").asString(""),
                taint.path("value").asString(""),
                taint.path("effect").asString(""));
    }

    /// Whether new pods stay away, rather than only prefer to.
    public boolean keepsPodsAway() {
        return effect.equals("NoSchedule") || effect.equals("NoExecute");
    }

    /// Whether one of the pod's tolerations is for this taint.
    public boolean isToleratedBy(KubeObject pod) {
        for (JsonNode toleration : pod.json().path("spec").path("tolerations")) {
            if (isToleratedBy(toleration)) {
                return true;
            }
        }
        return false;
    }

    private boolean isToleratedBy(JsonNode toleration) {
        String onlyEffect = toleration.path("effect").asString("");
        String onlyKey = toleration.path("key").asString("");
        if (!onlyEffect.isEmpty() && !onlyEffect.equals(effect)) {
            return false;
        }
        if (!onlyKey.isEmpty() && !onlyKey.equals(key)) {
            return false;
        }
        return switch (toleration.path("operator").asString("")) {
            case "Exists" -> true;
            case "", "Equal" ->
                    !onlyKey.isEmpty() && toleration.path("value").asString("").equals(value);
            default -> false;
        };
    }
}
