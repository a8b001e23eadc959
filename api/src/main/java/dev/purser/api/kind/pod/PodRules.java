package dev.purser.api.kind.pod;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Lifecycle;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Pods.
public final class PodRules implements KindRules {
    private static final String GRACE = "terminationGracePeriodSeconds";
    private static final String QOS_CLASS = "qosClass";
    private static final String PHASE = "phase";

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
            Trees.setDefaultForZero(port, "hostPort", port.path("containerPort").asLong(0));
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
