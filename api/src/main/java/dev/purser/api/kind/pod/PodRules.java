package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Pods.
public final class PodRules implements KindRules {
    private static final String SPEC = "spec";
    private static final String GRACE = "terminationGracePeriodSeconds";
    private static final String QOS_CLASS = "qosClass";
    private static final String PHASE = "phase";

    private final PodSpecValidation specValidation;
    private final PodUpdateValidation updateValidation;

    /// @param goForm shows specs in messages
    public PodRules(GoForm goForm) {
        this.specValidation = PodTemplates.specValidation(goForm);
        this.updateValidation = new PodUpdateValidation(goForm);
    }

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        PodSpecDefaults.apply(spec);
        Trees.setDefault(spec, "enableServiceLinks", true);
        for (String list : List.of("containers", "initContainers")) {
            for (ObjectNode container : Trees.items(spec, list)) {
                requestLimits(container);
                if (spec.path("hostNetwork").asBoolean(false)) {
                    openPortsOnHost(container);
                }
            }
        }
        mirrorPodIp(object);
    }

    /// What is limited and not requested is requested as far as it is limited.
    private static void requestLimits(ObjectNode container) {
        JsonNode limits = container.path("resources").path("limits");
        if (limits.isEmpty()) {
            return;
        }
        ObjectNode requests = Trees.ensure(Trees.ensure(container, "resources"), "requests");
        for (Map.Entry<String, JsonNode> limit : limits.properties()) {
            if (!requests.has(limit.getKey())) {
                requests.set(limit.getKey(), limit.getValue());
            }
        }
    }

    private static void openPortsOnHost(ObjectNode container) {
        for (ObjectNode port : Trees.items(container, "ports")) {
            Trees.setDefaultForZero(port, "hostPort", port.path("containerPort").asInt(0));
        }
    }

    /// The first of the addresses has a field of its own.
    private static void mirrorPodIp(KubeObject object) {
        ObjectNode status = object.status();
        String address = Trees.text(status, "podIP");
        if (!address.isEmpty() && status.path("podIPs").isEmpty()) {
            status.putArray("podIPs").addObject().put("ip", address);
        }
    }

    @Override
    public void prepareForCreate(KubeObject object) {
        Lifecycle.dropStatus(object);
        Lifecycle.startGeneration(object);
        ObjectNode spec = object.spec();
        if (spec.path(GRACE).asLong(0) < 0) {
            spec.put(GRACE, 1);
        }
        object.status().put(PHASE, "Pending").put(QOS_CLASS, QualityOfService.of(spec));
        if (!spec.path("schedulingGates").isEmpty()) {
            object.status()
                    .putArray("conditions")
                    .addObject()
                    .put("type", "PodScheduled")
                    .put("status", "False")
                    .put("reason", "SchedulingGated")
                    .put("message", "Scheduling is blocked due to non-empty scheduling gates");
        }
    }

    @Override
    public void prepareForUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepStatus(object, old);
        Lifecycle.countChange(object, old);
    }

    @Override
    public void prepareForStatusUpdate(KubeObject object, KubeObject old) {
        Lifecycle.keepAllButStatus(object, old);
        Trees.copyField(old.metadata(), object.metadata(), "ownerReferences");
        Trees.setDefault(object.status(), QOS_CLASS, Trees.text(old.status(), QOS_CLASS));
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        ObjectNode spec = object.spec();
        specValidation.validate(spec, SPEC, errors);
        ContainerValidation.requireTrimmedImages(spec, errors);
        if (!spec.path("ephemeralContainers").isEmpty()) {
            errors.forbidden(SPEC + ".ephemeralContainers", "cannot be set on create");
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        specValidation.validate(object.spec(), SPEC, errors);
        updateValidation.validate(object, old, errors);
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        boolean isNew = old.resourceVersion().isEmpty();
        if (isNew) {
            warnings.addAll(PodWarnings.ofName(object.name()));
        }
        warnings.addAll(PodWarnings.ofSpec(object.spec(), SPEC));
        return warnings;
    }

    @Override
    public Map<String, String> selectableFields(KubeObject object) {
        Map<String, String> fields = new LinkedHashMap<>();
        ObjectNode spec = object.spec();
        for (String field :
                List.of("nodeName", "restartPolicy", "schedulerName", "serviceAccountName")) {
            fields.put("spec." + field, Trees.text(spec, field));
        }
        fields.put("spec.hostNetwork", String.valueOf(spec.path("hostNetwork").asBoolean(false)));
        for (String field : List.of(PHASE, "podIP", "nominatedNodeName")) {
            fields.put("status." + field, Trees.text(object.status(), field));
        }
        return fields;
    }
}
