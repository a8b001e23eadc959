package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Spot;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Pods.
public final class PodRules implements KindRules {
    private static final String RESOURCES = "resources";
    private static final String PHASE = "phase";
    private static final String GATES = "schedulingGates";

    private final InstantSource clock;
    private final PodValidation validation;
    private final PodUpdateValidation updateValidation;
    private final PodStatusValidation statusValidation;

    /// @param goForm shows specs in messages
    /// @param clock tells since when a Pod waits at its gates
    public PodRules(GoForm goForm, InstantSource clock) {
        this.clock = clock;
        this.validation = new PodValidation(goForm);
        this.updateValidation = new PodUpdateValidation(goForm);
        this.statusValidation = new PodStatusValidation(goForm);
    }

    @Override
    public void setDefaults(KubeObject object) {
        PodSpecDefaults.apply(object.spec());
        PodSpecDefaults.applyToPod(object.spec());
        PodStatuses.mirrorAddress(object.status());
        PodStatuses.completeConditions(object.status());
        ContainerStatuses.roundResources(object.status());
    }

    @Override
    public List<String> preparationWarnings(KubeObject object) {
        return ProfileAnnotations.podWarnings(object.metadata(), object.spec());
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
        Lifecycle.startGeneration(object);
        ObjectNode spec = object.spec();
        ObjectNode status = object.status().put(PHASE, "Pending");
        drop(object);
        if (!spec.path(GATES).isEmpty()) {
            PodStatuses.noteGates(status, clock.instant());
        }
        LabelKeys.apply(spec, object.metadata().path("labels"));
        ProfileAnnotations.applyAppArmor(object.metadata(), spec);
        PodResources.setDefaults(spec);
        status.put("qosClass", QualityOfService.of(spec).toString());
    }

    private static void drop(KubeObject object) {
        DisabledFields.dropFromSpec(object.spec());
        PodAnnotations.dropOld(object.metadata());
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
        if (!object.spec().hasNonNull(RESOURCES)) {
            Trees.copyField(old.spec(), object.spec(), RESOURCES);
        }
        drop(object);
        Lifecycle.countChange(object, old);
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
        Trees.copyField(old.metadata(), object.metadata(), "ownerReferences");
        PodStatuses.keepFromOld(object.status(), old.status());
        DisabledFields.dropFromStatus(object.status());
        PodAnnotations.dropOld(object.metadata());
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validation.validate(object, errors);
        Spot spec = new Spot(object.spec(), "spec", errors);
        Spot ephemeral = spec.at(Containers.EPHEMERAL);
        if (!ephemeral.isEmpty()) {
            ephemeral.forbidden("cannot be set on create");
        }
        Spot node = spec.at("nodeName");
        if (!node.isEmpty() && !spec.at(GATES).isEmpty()) {
            node.forbidden("cannot be set until all schedulingGates have been cleared");
        }
        Spot annotations = PodValidation.annotations(object, errors);
        ProfileAnnotations.requireAgreement(annotations, spec);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validation.validateChanged(object, old, errors);
        updateValidation.validate(object, old, errors);
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        PodValidation.validateAnnotationUpdate(object, old, errors);
        statusValidation.validate(object, old, errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        boolean isNew = old.resourceVersion().isEmpty();
        if (isNew) {
            warnings.addAll(PodWarnings.ofName(object.name()));
            warnings.addAll(new PodWarnings(object.json(), "").ofPod());
        }
        return warnings;
    }

    @Override
    public List<String> statusWarnings(KubeObject object) {
        return PodStatusValidation.warnings(object.status());
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        Map<String, String> fields = new LinkedHashMap<>();
        ObjectNode spec = object.spec();
        ObjectNode status = object.status();
        for (String field :
                List.of("nodeName", "restartPolicy", "schedulerName", "serviceAccountName")) {
            fields.put("spec." + field, Trees.text(spec, field));
        }
        fields.put("spec.hostNetwork", String.valueOf(spec.path("hostNetwork").asBoolean(false)));
        fields.put("status.phase", Trees.text(status, PHASE));
        fields.put("status.podIP", Trees.text(status.path("podIPs").path(0), "ip"));
        fields.put("status.podIPs", "");
        fields.put("status.nominatedNodeName", Trees.text(status, "nominatedNodeName"));
        return fields;
    }
}
