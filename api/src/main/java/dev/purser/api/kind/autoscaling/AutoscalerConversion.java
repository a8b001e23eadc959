package dev.purser.api.kind.autoscaling;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.GoForm;
import dev.purser.api.codec.JsonText;
import dev.purser.api.codec.JsonWriter;
import dev.purser.api.kind.conversion.VersionConversion;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.QuantityFormatException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// HorizontalPodAutoscalers of v1, which knows of one metric, the processor's, and carries all
/// others, the behavior and the conditions in annotations.
final class AutoscalerConversion implements VersionConversion {
    private static final String METRICS = "metrics";
    private static final String CURRENT_METRICS = "currentMetrics";
    private static final String CPU_TARGET = "targetCPUUtilizationPercentage";
    private static final String CPU_CURRENT = "currentCPUUtilizationPercentage";
    private static final String BEHAVIOR =
            "io.k8s.api.autoscaling.v2.HorizontalPodAutoscalerBehavior";
    private static final List<String> SPEC =
            List.of("scaleTargetRef", "minReplicas", "maxReplicas");
    private static final List<String> STATUS =
            List.of("observedGeneration", "lastScaleTime", "currentReplicas", "desiredReplicas");

    private final GoForm goForm;
    private final JsonText jsonText = new JsonText();
    private final JsonWriter writer = new JsonWriter();

    /// @param goForm writes behavior, which is annotated in the form of Go's structs
    AutoscalerConversion(GoForm goForm) {
        this.goForm = goForm;
    }

    @Override
    public KubeObject fromStored(KubeObject stored) {
        KubeObject shown = head(stored, "autoscaling/v1");
        ObjectNode spec = shown.spec();
        copy(SPEC, stored.spec(), spec);
        ArrayNode others = spec.arrayNode();
        for (JsonNode metric : stored.spec().path(METRICS)) {
            if (!CpuMetric.isIn(metric, "target")) {
                others.add(OldMetrics.of(metric, OldMetrics.Side.SPEC));
            } else if (!spec.has(CPU_TARGET)) {
                spec.set(CPU_TARGET, CpuMetric.percent(metric, "target"));
            }
        }
        annotate(shown, RoundTripAnnotations.METRICS, others);
        JsonNode behavior = stored.spec().path("behavior");
        if (behavior.isObject()) {
            annotations(shown)
                    .put(RoundTripAnnotations.BEHAVIOR, goForm.compact(behavior, BEHAVIOR));
        }
        if (stored.json().path("status").isObject()) {
            showStatus(stored.status(), shown);
        }
        return shown;
    }

    private void showStatus(ObjectNode stored, KubeObject shown) {
        ObjectNode status = shown.status();
        copy(STATUS, stored, status);
        ArrayNode metrics = status.arrayNode();
        for (JsonNode metric : stored.path(CURRENT_METRICS)) {
            metrics.add(OldMetrics.of(metric, OldMetrics.Side.STATUS));
            if (CpuMetric.isIn(metric, "current")) {
                status.set(CPU_CURRENT, CpuMetric.percent(metric, "current"));
            }
        }
        annotate(shown, RoundTripAnnotations.CURRENT_METRICS, metrics);
        ArrayNode conditions = status.arrayNode();
        for (JsonNode condition : stored.path("conditions")) {
            conditions.add(oldCondition(condition));
        }
        annotate(shown, RoundTripAnnotations.CONDITIONS, conditions);
    }

    /// A condition with its members in the order of v1, and a time in any case.
    private static ObjectNode oldCondition(JsonNode condition) {
        ObjectNode old = ((ObjectNode) condition).objectNode();
        old.put("type", Trees.text(condition, "type"));
        old.put("status", Trees.text(condition, "status"));
        JsonNode time = condition.path("lastTransitionTime");
        old.set("lastTransitionTime", time.isString() ? time : old.nullNode());
        for (String field : List.of("reason", "message", "observedGeneration")) {
            if (Trees.has(condition, field)) {
                old.set(field, condition.path(field));
            }
        }
        return old;
    }

    private void annotate(KubeObject object, String annotation, ArrayNode content) {
        if (!content.isEmpty()) {
            annotations(object).put(annotation, writer.text(content));
        }
    }

    private static ObjectNode annotations(KubeObject object) {
        return Trees.ensure(object.metadata(), "annotations");
    }

    @Override
    public KubeObject toStored(KubeObject shown) {
        KubeObject stored = head(shown, "autoscaling/v2");
        ObjectNode spec = stored.spec();
        copy(SPEC, shown.spec(), spec);
        ArrayNode metrics = spec.putArray(METRICS);
        annotated(shown, RoundTripAnnotations.METRICS)
                .flatMap(list -> newMetrics(list, OldMetrics.Side.SPEC))
                .ifPresent(metrics::addAll);
        JsonNode cpu = shown.spec().path(CPU_TARGET);
        if (cpu.isNumber()) {
            metrics.add(CpuMetric.target(cpu.asInt()));
        }
        if (metrics.isEmpty()) {
            metrics.add(CpuMetric.byDefault());
        }
        annotated(shown, RoundTripAnnotations.BEHAVIOR)
                .flatMap(BehaviorForm::read)
                .ifPresent(behavior -> spec.set("behavior", behavior));
        storeStatus(shown, stored);
        return stored;
    }

    private void storeStatus(KubeObject shown, KubeObject stored) {
        ObjectNode status = stored.status();
        JsonNode old = shown.json().path("status");
        if (old instanceof ObjectNode oldStatus) {
            copy(STATUS, oldStatus, status);
        }
        JsonNode cpu = old.path(CPU_CURRENT);
        if (cpu.isNumber()) {
            status.putArray(CURRENT_METRICS).add(CpuMetric.current(cpu.asInt()));
        }
        annotated(shown, RoundTripAnnotations.CURRENT_METRICS)
                .flatMap(list -> newMetrics(list, OldMetrics.Side.STATUS))
                .ifPresent(metrics -> status.set(CURRENT_METRICS, metrics));
        annotated(shown, RoundTripAnnotations.CONDITIONS)
                .filter(JsonNode::isArray)
                .ifPresent(conditions -> status.set("conditions", conditions));
    }

    /// Metrics in the form of v2; empty when the list makes no sense and is to be ignored.
    private static Optional<ArrayNode> newMetrics(JsonNode list, OldMetrics.Side side) {
        if (!(list instanceof ArrayNode old)) {
            return Optional.empty();
        }
        ArrayNode metrics = old.arrayNode();
        try {
            old.forEach(metric -> metrics.add(OldMetrics.toNew(metric, side)));
        } catch (QuantityFormatException e) {
            return Optional.empty();
        }
        return Optional.of(metrics);
    }

    /// What an annotation holds; empty when it is absent or no JSON.
    private Optional<JsonNode> annotated(KubeObject object, String annotation) {
        String text = object.annotations().get(annotation);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(jsonText.parse(text.getBytes(StandardCharsets.UTF_8)));
        } catch (DecodingException e) {
            return Optional.empty();
        }
    }

    /// A new object in another version with the same metadata, less the annotations that only
    /// conversion needs.
    private static KubeObject head(KubeObject object, String apiVersion) {
        ObjectNode json = object.json().objectNode();
        json.put("apiVersion", apiVersion).put("kind", object.kind());
        json.set("metadata", object.metadata().deepCopy());
        KubeObject head = KubeObject.of(json);
        RoundTripAnnotations.removeFrom(head);
        return head;
    }

    private static void copy(List<String> fields, ObjectNode from, ObjectNode to) {
        for (String field : fields) {
            if (Trees.has(from, field)) {
                to.set(field, from.path(field).deepCopy());
            }
        }
    }
}
