package dev.purser.api.kind.event;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.conversion.KindVersions;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Events of `events.k8s.io`, whose fields of the old style must stay empty, and of which only the
/// series may change. Messages name the fields as they are stored.
///
/// @param goForm shows parts of Events in messages
record StrictEventRules(KindVersions versionsOfEvents, EventConversion conversion, GoForm goForm)
        implements KindRules {
    private static final String CONTROLLER = "reportingController";
    private static final String SERIES = "series";
    private static final String CORE = "io.k8s.api.core.v1.";
    private static final List<String> OF_THE_OLD_STYLE =
            List.of("firstTimestamp", "lastTimestamp", "count");

    @Override
    public Optional<KindVersions> versions() {
        return Optional.of(versionsOfEvents);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        KubeObject stored = conversion.toStored(object);
        ObjectNode event = stored.json();
        EventRules.validate(stored, CONTROLLER, errors);
        validateSeries(event, errors);
        if (!Trees.has(event, "eventTime")) {
            errors.required("eventTime", "");
        }
        String type = Trees.text(event, "type");
        if (!type.equals("Normal") && !type.equals("Warning")) {
            errors.invalid("type", "", "has invalid value: " + type);
        }
        for (String field : OF_THE_OLD_STYLE) {
            if (Trees.has(event, field)) {
                errors.invalid(field, "", "needs to be unset");
            }
        }
        if (!event.path("source").isEmpty()) {
            errors.invalid("source", "", "needs to be unset");
        }
    }

    private static void validateSeries(ObjectNode event, FieldErrors errors) {
        JsonNode series = event.path(SERIES);
        if (!series.isObject()) {
            return;
        }
        if (series.path("count").asLong(0) < 2) {
            errors.invalid(SERIES + ".count", "", "should be at least 2");
        }
        if (!Trees.has(series, "lastObservedTime")) {
            errors.required(SERIES + ".lastObservedTime", "");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        KubeObject stored = conversion.toStored(object);
        ObjectNode event = stored.json();
        ObjectNode oldEvent = conversion.toStored(old).json();
        EventRules.validate(stored, CONTROLLER, errors);
        if (!event.path(SERIES).equals(oldEvent.path(SERIES))) {
            validateSeries(event, errors);
        }
        requireSameStruct(event, oldEvent, "involvedObject", "ObjectReference", errors);
        requireSameStruct(event, oldEvent, "source", "EventSource", errors);
        if (!event.path("related").isObject()) {
            requireSame(event, oldEvent, "related", "null", errors);
        } else {
            requireSameStruct(event, oldEvent, "related", "ObjectReference", errors);
        }
        for (String field : List.of("reason", "message", "type", "action", "reportingInstance")) {
            requireSame(event, oldEvent, field, shown(event, field, "\"\""), errors);
        }
        for (String field : List.of("firstTimestamp", "lastTimestamp", "eventTime")) {
            requireSame(event, oldEvent, field, shown(event, field, "null"), errors);
        }
        requireSame(event, oldEvent, "count", shown(event, "count", "0"), errors);
        if (!event.path("reportingComponent").equals(oldEvent.path("reportingComponent"))) {
            errors.invalidShown(
                    CONTROLLER, shown(event, "reportingComponent", "\"\""), "field is immutable");
        }
    }

    private void requireSameStruct(
            ObjectNode event, ObjectNode old, String field, String type, FieldErrors errors) {
        requireSame(event, old, field, goForm.compact(event.path(field), CORE + type), errors);
    }

    private static void requireSame(
            ObjectNode event, ObjectNode old, String field, String shown, FieldErrors errors) {
        if (!event.path(field).equals(old.path(field))) {
            errors.invalidShown(field, shown, "field is immutable");
        }
    }

    private static String shown(ObjectNode event, String field, String absent) {
        return Trees.has(event, field) ? event.path(field).toString() : absent;
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        ObjectNode event = object.json();
        Map<String, String> fields = new LinkedHashMap<>();
        JsonNode about = event.path("regarding");
        for (String field : EventRules.REFERENCE_FIELDS) {
            fields.put("regarding." + field, Trees.text(about, field));
        }
        for (String field : List.of("reason", CONTROLLER, "type")) {
            fields.put(field, Trees.text(event, field));
        }
        return fields;
    }
}
