package dev.purser.api.kind.batch;

import dev.purser.api.kind.SpecAndStatus;
import dev.purser.api.kind.pod.PodTemplates;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.selector.LabelSelector;
import dev.purser.api.selector.SelectorException;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Jobs: a selector that the server makes from the uid, a template that hardly ever changes.
final class JobRules implements SpecAndStatus {
    private static final String JOB_NAME = "batch.kubernetes.io/job-name";
    private static final String CONTROLLER = "batch.kubernetes.io/controller-uid";
    private static final String OLD_JOB_NAME = "job-name";
    private static final String OLD_CONTROLLER = "controller-uid";
    private static final String SELECTOR = "spec.selector";
    private static final String TEMPLATE = "spec.template.metadata";

    private final PodTemplates templates;
    private final JobSpecValidation specs;
    private final JobChanges changes;

    JobRules(PodTemplates templates, JobSpecValidation specs, JobChanges changes) {
        this.templates = templates;
        this.specs = specs;
        this.changes = changes;
    }

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        if (!Trees.has(spec, "completions") && !Trees.has(spec, "parallelism")) {
            spec.put("completions", 1);
        }
        Trees.setDefault(spec, "parallelism", 1);
        boolean isPerIndex = Trees.has(spec, "backoffLimitPerIndex");
        Trees.setDefault(spec, "backoffLimit", isPerIndex ? Integer.MAX_VALUE : 6);
        takeTemplateLabels(object);
        setDefault(spec, "completionMode", "NonIndexed");
        Trees.setDefault(spec, "suspend", false);
        boolean hasPolicy = spec.path("podFailurePolicy").isObject();
        setDefault(spec, "podReplacementPolicy", hasPolicy ? "Failed" : "TerminatingOrFailed");
        Trees.setDefault(spec, "manualSelector", false);
        JobTemplateDefaults.apply(spec, templates);
    }

    /// A Job without labels has those of its Pods.
    private static void takeTemplateLabels(KubeObject object) {
        JsonNode labels = object.spec().path("template").path("metadata").path("labels");
        if (!labels.isEmpty() && object.labels().isEmpty()) {
            object.metadata().set("labels", labels.deepCopy());
        }
    }

    /// Sets a text that is absent; an empty one that was given stays.
    private static void setDefault(ObjectNode spec, String field, String value) {
        if (!Trees.has(spec, field)) {
            spec.put(field, value);
        }
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        if (!object.spec().path("manualSelector").asBoolean(false)) {
            generateSelector(object);
        }
        SpecAndStatus.super.prepareForCreate(object);
        object.spec().remove("scheduling");
    }

    /// Labels the Pods by the Job, and selects them by its uid. A Job that took its own labels from
    /// the template has the same map there, so Kubernetes labels it alike.
    private static void generateSelector(KubeObject object) {
        ObjectNode spec = object.spec();
        ObjectNode metadata = Trees.ensure(Trees.ensure(spec, "template"), "metadata");
        boolean shared =
                metadata.path("labels").isObject()
                        && metadata.path("labels").equals(object.metadata().path("labels"));
        ObjectNode labels = Trees.ensure(metadata, "labels");
        for (String name : List.of(OLD_JOB_NAME, JOB_NAME)) {
            putAbsent(labels, name, object.name());
        }
        for (String controller : List.of(OLD_CONTROLLER, CONTROLLER)) {
            putAbsent(labels, controller, object.uid());
        }
        if (shared) {
            object.metadata().set("labels", labels.deepCopy());
        }
        ObjectNode matched = Trees.ensure(Trees.ensure(spec, "selector"), "matchLabels");
        putAbsent(matched, CONTROLLER, object.uid());
    }

    private static void putAbsent(ObjectNode map, String key, String value) {
        if (!map.has(key)) {
            map.put(key, value);
        }
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        object.spec().remove("scheduling");
        SpecAndStatus.super.prepareForUpdate(object, old);
    }

    @Override
    public void prepareForStorage(KubeObject object) {
        takeTemplateLabels(object);
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validateGenerated(object, errors);
        validateSpec(object, errors);
    }

    private void validateSpec(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        specs.validate(spec, "spec", errors);
        JsonNode selector = spec.path("selector");
        if (selector.isObject()) {
            Labels.validateSelector(selector, SELECTOR, errors);
        } else {
            errors.required(SELECTOR, "");
        }
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        if (!matches(selector, strings(labels))) {
            errors.invalid(
                    TEMPLATE + ".labels",
                    labels.isObject() ? labels : spec.nullNode(),
                    "`selector` does not match template `labels`");
        }
        validateHostnames(object, errors);
    }

    /// Pods of an indexed Job have its name and their index as hostname.
    private static void validateHostnames(KubeObject object, FieldErrors errors) {
        long completions = object.spec().path("completions").asLong(0);
        if (!JobSpecValidation.isIndexed(object.spec()) || completions <= 0) {
            return;
        }
        String longest = object.name() + "-" + (completions - 1);
        if (!Names.labelErrors(longest).isEmpty()) {
            errors.invalid(
                    "metadata.name",
                    object.name(),
                    "will not able to create pod with invalid DNS label: " + longest);
        }
    }

    private static void validateGenerated(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        JsonNode selector = spec.path("selector");
        if (spec.path("manualSelector").asBoolean(false) || !selector.isObject()) {
            return;
        }
        Map<String, String> expected =
                Map.of(
                        OLD_CONTROLLER, object.uid(),
                        OLD_JOB_NAME, object.name(),
                        CONTROLLER, object.uid(),
                        JOB_NAME, object.name());
        JsonNode labels = spec.path("template").path("metadata").path("labels");
        for (String key : List.of(OLD_CONTROLLER, OLD_JOB_NAME, CONTROLLER, JOB_NAME)) {
            requireLabel(labels, key, expected.getOrDefault(key, ""), errors);
        }
        if (!matches(selector, expected)) {
            errors.invalid(SELECTOR, selector, "`selector` not auto-generated");
        }
    }

    private static void requireLabel(
            JsonNode labels, String key, String value, FieldErrors errors) {
        String path = "%s.labels[%s]".formatted(TEMPLATE, key);
        if (!labels.has(key)) {
            errors.required(path, "must be '%s'".formatted(value));
        } else if (!Trees.text(labels, key).equals(value)) {
            errors.invalid(path, labels, "must be '%s'".formatted(value));
        }
    }

    /// Whether a selector selects; one that makes no sense has been complained about elsewhere. No
    /// selector selects nothing.
    private static boolean matches(JsonNode selector, Map<String, String> labels) {
        try {
            return LabelSelector.of(selector).matches(labels);
        } catch (SelectorException e) {
            return true;
        }
    }

    private static Map<String, String> strings(JsonNode labels) {
        Map<String, String> result = new HashMap<>();
        labels.properties()
                .forEach(label -> result.put(label.getKey(), label.getValue().asString("")));
        return result;
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validateSpec(object, errors);
        changes.validate(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        new JobStatusValidation(object, old, changes.goForm(), errors).validate();
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        if (object.resourceVersion().isEmpty()) {
            warnings.addAll(JobWarnings.ofName(object.name()));
        } else if (object.generation() == old.generation()) {
            return List.of();
        }
        warnings.addAll(JobWarnings.ofSpec(object.spec(), "spec", templates));
        return warnings;
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        return Map.of(
                "status.successful", Long.toString(object.status().path("succeeded").asLong(0)));
    }

    @Override
    public List<String> warningsOnDelete() {
        return List.of(
                "child pods are preserved by default when jobs are deleted; set"
                        + " propagationPolicy=Background to remove them or set"
                        + " propagationPolicy=Orphan to suppress this warning");
    }

    @Override
    public String unsupportedField(String field) {
        return "field label \"%s\" not supported for Job".formatted(field);
    }
}
