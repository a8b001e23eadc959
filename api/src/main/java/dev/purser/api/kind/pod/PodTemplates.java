package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What kinds with a Pod template inside do with it.
public final class PodTemplates {
    private PodTemplates() {}

    /// Sets the defaults of the template's Pod spec.
    public static void setDefaults(ObjectNode template) {
        PodSpecDefaults.apply(Trees.ensure(template, "spec"));
    }

    /// Checks the template's labels and annotations and its Pod spec.
    public static void validate(ObjectNode template, String path, FieldErrors errors) {
        JsonNode metadata = template.path("metadata");
        Labels.validate(metadata.path("labels"), path + ".labels", errors);
        Labels.validateAnnotations(metadata.path("annotations"), path + ".annotations", errors);
    }
}
