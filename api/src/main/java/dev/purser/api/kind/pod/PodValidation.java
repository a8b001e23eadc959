package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Numbers;
import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks of Pods that every write of one goes through (`validatePodMetadataAndSpec`).
final class PodValidation {
    private final PodSpecValidation specValidation;

    PodValidation(GoForm goForm) {
        this.specValidation = new PodSpecValidation(goForm);
    }

    static Spot annotations(KubeObject pod, FieldErrors errors) {
        return new Spot(pod.metadata().path("annotations"), "metadata.annotations", errors);
    }

    void validate(KubeObject pod, FieldErrors errors) {
        validate(pod, SpecOwner.pod(pod), errors);
    }

    /// Checks a Pod that was there before, as it is now, and what happened to its annotations.
    void validateChanged(KubeObject pod, KubeObject old, FieldErrors errors) {
        SpecOwner owner = SpecOwner.pod(pod);
        if (ContainerSecurity.hasSysAdmin(old.spec())) {
            owner = owner.with(SpecOwner.Trait.SYS_ADMIN_BEFORE);
        }
        validate(pod, owner, errors);
        validateAnnotationUpdate(pod, old, errors);
    }

    private void validate(KubeObject pod, SpecOwner owner, FieldErrors errors) {
        Spot spec = new Spot(pod.spec(), "spec", errors);
        PodAnnotations.validate(annotations(pod, errors), spec);
        specValidation.validate(spec, owner);
        if (spec.at("serviceAccountName").isEmpty()) {
            forbidTokens(spec);
        }
        Spot grace = spec.at("terminationGracePeriodSeconds");
        Numbers.requireNonNegative(grace.node(), grace.path(), errors);
        for (String list : List.of(Containers.MAIN, Containers.INIT)) {
            spec.items(list).forEach(ContainerValidation::requireTrimmedImage);
        }
    }

    private static void forbidTokens(Spot spec) {
        for (Spot volume : spec.items("volumes")) {
            for (Spot source : volume.at("projected").items("sources")) {
                source.ifGiven(
                        "serviceAccountToken",
                        token ->
                                token.forbidden(
                                        "must not be specified when serviceAccountName is not"
                                                + " set"));
            }
        }
    }

    static void validateAnnotationUpdate(KubeObject pod, KubeObject old, FieldErrors errors) {
        Spot annotations = annotations(pod, errors);
        PodAnnotations.validateUpdate(annotations, old.metadata().path("annotations"));
        PodAnnotations.validate(annotations, new Spot(pod.spec(), "spec", errors));
    }
}
