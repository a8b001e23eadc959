package dev.purser.controllers.deployment;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSelector;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// A Deployment with its fields by name.
record Deployment(KubeObject object) {
    String name() {
        return object.name();
    }

    int replicas() {
        return spec().path("replicas").asInt(1);
    }

    JsonNode template() {
        return spec().path("template");
    }

    JsonNode selector() {
        return spec().path("selector");
    }

    LabelSelector labelSelector() {
        return LabelSelector.of(selector());
    }

    boolean isPaused() {
        return spec().path("paused").asBoolean(false);
    }

    boolean isDeleting() {
        return object.deletionTimestamp().isPresent();
    }

    boolean isRecreate() {
        return spec().path("strategy").path("type").asString("").equals("Recreate");
    }

    int minReadySeconds() {
        return spec().path("minReadySeconds").asInt(0);
    }

    /// How many old ReplicaSets to keep; empty for all.
    OptionalInt revisionHistoryLimit() {
        JsonNode limit = spec().path("revisionHistoryLimit");
        return limit.isNumber() && limit.asInt() != Integer.MAX_VALUE
                ? OptionalInt.of(limit.asInt())
                : OptionalInt.empty();
    }

    /// How long a rollout may go without progress; empty for ever.
    Optional<Duration> progressDeadline() {
        JsonNode seconds = spec().path("progressDeadlineSeconds");
        return seconds.isNumber() && seconds.asInt() != Integer.MAX_VALUE
                ? Optional.of(Duration.ofSeconds(seconds.asInt()))
                : Optional.empty();
    }

    /// How many pods beyond the wanted number a rolling update may make.
    int maxSurge() {
        return isRecreate() ? 0 : Share.of(rolling("maxSurge"), replicas(), Share.Rounding.UP);
    }

    /// How many of the wanted pods may be missing during a rolling update. Never zero while
    /// [#maxSurge] is, for then nothing could move.
    int maxUnavailable() {
        if (isRecreate() || replicas() == 0) {
            return 0;
        }
        int missing = Share.of(rolling("maxUnavailable"), replicas(), Share.Rounding.DOWN);
        if (missing == 0 && maxSurge() == 0) {
            return 1;
        }
        return Math.min(missing, replicas());
    }

    private JsonNode rolling(String field) {
        return spec().path("strategy").path("rollingUpdate").path(field);
    }

    int collisionCount() {
        return status().path("collisionCount").asInt(0);
    }

    JsonNode status() {
        return object.json().path("status");
    }

    private JsonNode spec() {
        return object.json().path("spec");
    }
}
