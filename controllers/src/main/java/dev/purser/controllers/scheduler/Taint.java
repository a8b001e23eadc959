package dev.purser.controllers.scheduler;

import dev.purser.api.meta.KubeObject;
import tools.jackson.databind.JsonNode;

/// A mark on a node that keeps pods away which do not tolerate it.
record Taint(String key, String value, String effect) {
    static Taint of(JsonNode taint) {
        return new Taint(
                taint.path("key").asString(""),
                taint.path("value").asString(""),
                taint.path("effect").asString(""));
    }

    /// Whether new pods stay away, rather than only prefer to.
    boolean keepsPodsAway() {
        return effect.equals("NoSchedule") || effect.equals("NoExecute");
    }

    boolean isToleratedBy(KubeObject pod) {
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
