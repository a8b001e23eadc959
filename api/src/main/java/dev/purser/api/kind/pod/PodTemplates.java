package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What kinds with a Pod template inside do with it. Immutable and thread-safe.
public final class PodTemplates {
    private final PodSpecValidation specValidation;

    /// @param goForm shows parts of templates in messages
    public PodTemplates(GoForm goForm) {
        this.specValidation = specValidation(goForm);
    }

    static PodSpecValidation specValidation(GoForm goForm) {
        return new PodSpecValidation(new ContainerValidation(new SecurityValidation(goForm)));
    }

    /// Sets the defaults of the template's Pod spec.
    public void setDefaults(ObjectNode template) {
        PodSpecDefaults.apply(Trees.ensure(template, "spec"));
    }

    /// Checks the template's labels and annotations and its Pod spec.
    public void validate(ObjectNode template, String path, FieldErrors errors) {
        JsonNode metadata = template.path("metadata");
        Labels.validate(metadata.path("labels"), path + ".labels", errors);
        Labels.validateAnnotations(metadata.path("annotations"), path + ".annotations", errors);
        ObjectNode spec = Trees.ensure(template, "spec");
        specValidation.validate(spec, path + ".spec", errors);
        if (!spec.path("ephemeralContainers").isEmpty()) {
            errors.forbidden(
                    path + ".spec.ephemeralContainers",
                    "ephemeral containers not allowed in pod template");
        }
    }

    /// What the template's author should know although it is valid.
    public List<String> warnings(ObjectNode template, String path) {
        return PodWarnings.ofSpec(Trees.ensure(template, "spec"), path + ".spec");
    }
}
