package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Sets what Kubernetes sets on every Pod spec, be it that of a Pod or of a template.
final class PodSpecDefaults {
    private static final List<String> CONTAINER_LISTS =
            List.of("initContainers", "containers", "ephemeralContainers");

    private PodSpecDefaults() {}

    static void apply(ObjectNode spec) {
        Trees.setDefault(spec, "restartPolicy", "Always");
        Trees.setDefault(spec, "dnsPolicy", "ClusterFirst");
        Trees.setDefault(spec, "schedulerName", "default-scheduler");
        Trees.setDefault(spec, "terminationGracePeriodSeconds", 30);
        Trees.ensure(spec, "securityContext");
        mirrorServiceAccount(spec);
        for (String list : CONTAINER_LISTS) {
            Trees.items(spec, list).forEach(PodSpecDefaults::applyToContainer);
        }
        Trees.items(spec, "volumes").forEach(VolumeDefaults::apply);
    }

    /// The account has an old name and a new one; the new one counts, and the old one follows.
    private static void mirrorServiceAccount(ObjectNode spec) {
        String name = Trees.text(spec, "serviceAccountName");
        String account = name.isEmpty() ? Trees.text(spec, "serviceAccount") : name;
        if (!account.isEmpty()) {
            spec.put("serviceAccountName", account).put("serviceAccount", account);
        }
    }

    private static void applyToContainer(ObjectNode container) {
        Trees.setDefault(
                container,
                "imagePullPolicy",
                ImageName.defaultPullPolicy(Trees.text(container, "image")));
        Trees.setDefault(container, "terminationMessagePath", "/dev/termination-log");
        Trees.setDefault(container, "terminationMessagePolicy", "File");
        for (ObjectNode port : Trees.items(container, "ports")) {
            Trees.setDefault(port, "protocol", "TCP");
        }
        for (ObjectNode variable : Trees.items(container, "env")) {
            Trees.object(variable, "valueFrom").ifPresent(PodSpecDefaults::applyToSource);
        }
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            Trees.object(container, probe).ifPresent(PodSpecDefaults::applyToProbe);
        }
        Trees.object(container, "lifecycle")
                .ifPresent(lifecycle -> {
                    for (String hook : List.of("postStart", "preStop")) {
                        Trees.object(lifecycle, hook).ifPresent(PodSpecDefaults::applyToHandler);
                    }
                });
    }

    private static void applyToSource(ObjectNode source) {
        Trees.object(source, "fieldRef")
                .ifPresent(ref -> Trees.setDefault(ref, "apiVersion", "v1"));
        Trees.object(source, "fileKeyRef")
                .ifPresent(ref -> Trees.setDefault(ref, "optional", false));
    }

    private static void applyToProbe(ObjectNode probe) {
        Trees.setDefaultForZero(probe, "timeoutSeconds", 1);
        Trees.setDefaultForZero(probe, "periodSeconds", 10);
        Trees.setDefaultForZero(probe, "successThreshold", 1);
        Trees.setDefaultForZero(probe, "failureThreshold", 3);
        applyToHandler(probe);
    }

    private static void applyToHandler(ObjectNode handler) {
        Trees.object(handler, "httpGet")
                .ifPresent(get -> {
                    Trees.setDefault(get, "path", "/");
                    Trees.setDefault(get, "scheme", "HTTP");
                });
        Trees.object(handler, "grpc")
                .ifPresent(grpc -> {
                    if (!Trees.has(grpc, "service")) {
                        grpc.put("service", "");
                    }
                });
    }
}
