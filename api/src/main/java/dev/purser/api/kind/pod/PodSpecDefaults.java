package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantities;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sets what Kubernetes sets on Pod specs.
final class PodSpecDefaults {
    private static final String GRACE = "terminationGracePeriodSeconds";

    private PodSpecDefaults() {}

    /// Sets what it sets on every spec, be it that of a Pod or of a template.
    static void apply(ObjectNode spec) {
        Trees.setDefault(spec, "restartPolicy", "Always");
        Trees.setDefault(spec, "dnsPolicy", "ClusterFirst");
        Trees.setDefault(spec, "schedulerName", "default-scheduler");
        Trees.setDefault(spec, GRACE, 30);
        Trees.ensure(spec, "securityContext");
        mirrorServiceAccount(spec);
        Containers.all(spec).forEach(ContainerDefaults::apply);
        Trees.items(spec, "volumes").forEach(VolumeDefaults::apply);
        Quantities.roundUp(spec.path("overhead"));
        Quantities.roundUpResources(spec);
    }

    /// The account has an old name and a new one; the new one counts, and the old one follows.
    private static void mirrorServiceAccount(ObjectNode spec) {
        String name = Trees.text(spec, "serviceAccountName");
        String account = name.isEmpty() ? Trees.text(spec, "serviceAccount") : name;
        if (!account.isEmpty()) {
            spec.put("serviceAccountName", account).put("serviceAccount", account);
        }
    }

    /// Sets what it sets on the specs of Pods only.
    static void applyToPod(ObjectNode spec) {
        if (spec.path(GRACE).asLong(0) < 0) {
            spec.put(GRACE, 1);
        }
        Trees.setDefault(spec, "enableServiceLinks", true);
        for (ObjectNode container : Containers.planned(spec)) {
            requestLimits(container);
            if (spec.path("hostNetwork").asBoolean(false)) {
                openPortsOnHost(container);
            }
        }
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
}
