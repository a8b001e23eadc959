package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Spot;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What kinds with a Pod template inside do with it. Immutable and thread-safe.
public final class PodTemplates {
    private static final String SPEC = "spec";

    private final PodSpecValidation specValidation;

    /// @param goForm shows parts of templates in messages
    public PodTemplates(GoForm goForm) {
        this.specValidation = new PodSpecValidation(goForm);
    }

    /// Sets the defaults of the template's Pod spec.
    public void setDefaults(ObjectNode template) {
        PodSpecDefaults.apply(Trees.ensure(template, SPEC));
    }

    /// Checks what a Pod costs beside its containers.
    public static void validateOverhead(Spot overhead) {
        ResourceValidation.validateOverhead(overhead);
    }

    /// Checks which tainted nodes will do.
    public static void validateTolerations(Spot tolerations) {
        TolerationValidation.validate(tolerations);
    }

    /// Drops what no Pod may have yet; for new templates and for changed ones.
    public void prepare(ObjectNode template) {
        DisabledFields.dropFromSpec(Trees.ensure(template, SPEC));
        PodAnnotations.dropOld(template.path("metadata"));
    }

    /// Checks a new template: its labels and annotations and its Pod spec
    /// (`ValidatePodTemplateSpec`).
    public void validate(ObjectNode template, String path, FieldErrors errors) {
        validate(new Spot(template, path, errors), SpecOwner.template());
    }

    /// Checks a changed template, which may keep some of what no new one may have.
    public void validateUpdate(ObjectNode template, JsonNode old, String path, FieldErrors errors) {
        SpecOwner owner = SpecOwner.template();
        if (ContainerSecurity.hasSysAdmin(old.path(SPEC))) {
            owner = owner.with(SpecOwner.Trait.SYS_ADMIN_BEFORE);
        }
        validate(new Spot(template, path, errors), owner);
    }

    private void validate(Spot template, SpecOwner owner) {
        Spot spec = template.at(SPEC);
        validateAnnotations(template, spec);
        specValidation.validate(spec, owner);
        Spot annotations = template.at("metadata").at("annotations");
        ProfileAnnotations.requireAgreement(annotations, spec);
        Spot ephemeral = spec.at(Containers.EPHEMERAL);
        if (!ephemeral.isEmpty()) {
            ephemeral.forbidden("ephemeral containers not allowed in pod template");
        }
    }

    /// Kubernetes leaves `metadata` out of these paths.
    private static void validateAnnotations(Spot template, Spot spec) {
        JsonNode metadata = template.node().path("metadata");
        Labels.validate(metadata.path("labels"), template.at("labels").path(), template.errors());
        Spot annotations =
                new Spot(
                        metadata.path("annotations"),
                        template.at("annotations").path(),
                        template.errors());
        Labels.validateAnnotations(annotations.node(), annotations.path(), template.errors());
        PodAnnotations.validate(annotations, spec);
    }

    /// Checks labels and annotations a second time, which Kubernetes does for some kinds.
    public void validateMetadata(ObjectNode template, String path, FieldErrors errors) {
        Spot place = new Spot(template, path, errors);
        validateAnnotations(place, place.at(SPEC));
    }

    /// Warns of the name of a workload that names its Pods, and so hosts.
    public static List<String> nameWarnings(String name) {
        return PodWarnings.ofName(name, "Pod names and hostnames");
    }

    /// What the template's author should know although it is valid.
    public List<String> warnings(ObjectNode template, String path) {
        return new PodWarnings(template, path).ofTemplate();
    }
}
