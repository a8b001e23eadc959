package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantities;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Sets what Kubernetes sets on containers.
final class ContainerDefaults {
    private ContainerDefaults() {}

    static void apply(ObjectNode container) {
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
            Trees.object(variable, "valueFrom").ifPresent(ContainerDefaults::applyToSource);
        }
        Quantities.roundUpResources(container);
        for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
            Trees.object(container, probe).ifPresent(ContainerDefaults::applyToProbe);
        }
        Trees.object(container, "lifecycle")
                .ifPresent(lifecycle -> {
                    for (String hook : List.of("postStart", "preStop")) {
                        Trees.object(lifecycle, hook).ifPresent(ContainerDefaults::applyToGet);
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
        applyToGet(probe);
        Trees.object(probe, "grpc")
                .ifPresent(grpc -> Trees.setDefaultIfAbsent(grpc, "service", ""));
    }

    private static void applyToGet(ObjectNode handler) {
        Trees.object(handler, "httpGet")
                .ifPresent(get -> {
                    Trees.setDefault(get, "path", "/");
                    Trees.setDefault(get, "scheme", "HTTP");
                });
    }
}
