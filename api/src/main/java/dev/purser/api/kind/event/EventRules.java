package dev.purser.api.kind.event;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.conversion.KindVersions;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.NameFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Events of the core group: lenient for those of the old style, and asking for more where an
/// `eventTime` tells that they are of the new one.
final class EventRules implements KindRules {
    static final List<String> REFERENCE_FIELDS =
            List.of(
                    "kind",
                    "namespace",
                    "name",
                    "uid",
                    "apiVersion",
                    "resourceVersion",
                    "fieldPath");

    private static final int TEXT_MAX = 128;
    private static final int MESSAGE_MAX = 1024;
    private static final String OBJECT = "involvedObject";
    private static final String COMPONENT = "reportingComponent";
    private static final String DEFAULT = "default";

    private final KindVersions versions;

    EventRules(KindVersions versions) {
        this.versions = versions;
    }

    @Override
    public Optional<KindVersions> versions() {
        return Optional.of(versions);
    }

    @Override
    public NameFormat nameFormat() {
        return NameFormat.PATH_SEGMENT;
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validate(object, COMPONENT, errors);
    }

    /// Checks an Event in its stored form.
    ///
    /// @param component what the field of the reporting component is called in messages
    static void validate(KubeObject object, String component, FieldErrors errors) {
        ObjectNode event = object.json();
        boolean isNewStyle = Trees.has(event, "eventTime");
        validateNamespace(object, isNewStyle, errors);
        if (isNewStyle) {
            String reporter = Trees.text(event, COMPONENT);
            if (reporter.isEmpty()) {
                errors.required(component, "");
            }
            Labels.validateKey(reporter, component, errors);
            for (String field : List.of("reportingInstance", "action", "reason")) {
                validateText(event, field, errors);
            }
            requireAtMost(event, "message", MESSAGE_MAX, errors);
        }
    }

    /// An Event lies where its object lies; one about an object of the cluster lies in `default`.
    private static void validateNamespace(
            KubeObject object, boolean isNewStyle, FieldErrors errors) {
        String own = object.namespace();
        String other = Trees.text(object.json().path(OBJECT), "namespace");
        boolean agrees;
        if (other.isEmpty()) {
            agrees = own.equals(DEFAULT) || (isNewStyle && own.equals("kube-system"));
        } else {
            agrees = isNewStyle || own.equals(other);
        }
        if (!agrees) {
            errors.invalid(OBJECT + ".namespace", other, "does not match event.namespace");
        }
    }

    private static void validateText(ObjectNode event, String field, FieldErrors errors) {
        if (Trees.text(event, field).isEmpty()) {
            errors.required(field, "");
        }
        requireAtMost(event, field, TEXT_MAX, errors);
    }

    private static void requireAtMost(
            ObjectNode event, String field, int charactersMax, FieldErrors errors) {
        if (Trees.text(event, field).length() > charactersMax) {
            errors.invalid(field, "", "can have at most %d characters".formatted(charactersMax));
        }
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        ObjectNode event = object.json();
        Map<String, String> fields = new LinkedHashMap<>();
        JsonNode about = event.path(OBJECT);
        for (String field : REFERENCE_FIELDS) {
            fields.put(OBJECT + "." + field, Trees.text(about, field));
        }
        for (String field : List.of("reason", COMPONENT, "type")) {
            fields.put(field, Trees.text(event, field));
        }
        String source = Trees.text(event.path("source"), "component");
        fields.put("source", source.isEmpty() ? Trees.text(event, COMPONENT) : source);
        return fields;
    }
}
