package dev.purser.server.registry;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.server.request.Attributes;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Gives a pod to a node: `pods/NAME/binding`, and the older `bindings`. Thread-safe.
public final class PodBinding implements PostHandler {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupResource BINDING = new GroupResource("", "pods/binding");

    private final Resources resources;
    private final Registry registry;
    private final InstantSource clock;

    public PodBinding(Resources resources, Registry registry, InstantSource clock) {
        this.resources = resources;
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public KubeObject post(WriteRequest request, KubeObject binding) {
        String pod = request.name().isEmpty() ? binding.name() : request.name();
        String node = node(binding);
        registry.update(
                podRequest(request, pod),
                new Assignment(
                        binding, node, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
        return Statuses.created();
    }

    private static String node(KubeObject binding) {
        JsonNode target = binding.json().path("target");
        String kind = target.path("kind").asString("");
        FieldErrors errors = new FieldErrors();
        if (!kind.isEmpty() && !kind.equals("Node")) {
            errors.notSupported("target.kind", kind, List.of("Node", "<empty>"));
        }
        String name = target.path("name").asString("");
        if (name.isEmpty()) {
            errors.required("target.name", "");
        }
        errors.throwIfAny(new GroupVersionKind("", "v1", "Binding"), binding.name());
        return name;
    }

    private WriteRequest podRequest(WriteRequest request, String pod) {
        Attributes asked = request.attributes();
        Attributes attributes =
                new Attributes(
                        asked.verb(),
                        "",
                        "v1",
                        "pods",
                        "binding",
                        asked.namespace(),
                        pod,
                        asked.path());
        ServedResource pods =
                resources
                        .find(PODS)
                        .orElseThrow(() -> new IllegalStateException("pods are not served"));
        return new WriteRequest(
                pods,
                request.identity(),
                attributes,
                request.fieldManager(),
                request.dryRun(),
                request.warnings());
    }

    /// The change that a binding makes to its pod.
    private record Assignment(KubeObject binding, String node, String now) implements Change {
        @Override
        public Scope scope() {
            return Scope.INTERNAL;
        }

        @Override
        public KubeObject apply(WriteRequest request, KubeObject pod) {
            if (!binding.uid().isEmpty() && !binding.uid().equals(pod.uid())) {
                throw conflict(
                        pod,
                        "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                                .formatted(binding.uid(), pod.uid()));
            }
            if (pod.deletionTimestamp().isPresent()) {
                throw conflict(
                        pod,
                        "pod %s is being deleted, cannot be assigned to a host"
                                .formatted(pod.name()));
            }
            String current = pod.spec().path("nodeName").asString("");
            if (!current.isEmpty()) {
                throw conflict(
                        pod,
                        "pod %s is already assigned to node \"%s\"".formatted(pod.name(), current));
            }
            pod.spec().put("nodeName", node);
            copyAnnotations(pod);
            markScheduled(pod);
            return pod;
        }

        private static StatusException conflict(KubeObject pod, String why) {
            return StatusErrors.conflict(BINDING, pod.name(), why);
        }

        private void copyAnnotations(KubeObject pod) {
            if (binding.annotations().isEmpty()) {
                return;
            }
            ObjectNode annotations =
                    pod.metadata().get("annotations") instanceof ObjectNode present
                            ? present
                            : pod.metadata().putObject("annotations");
            binding.annotations().forEach(annotations::put);
        }

        private void markScheduled(KubeObject pod) {
            ObjectNode status = pod.status();
            ArrayNode conditions =
                    status.get("conditions") instanceof ArrayNode present
                            ? present
                            : status.putArray("conditions");
            for (int i = conditions.size() - 1; i >= 0; i--) {
                if (conditions.get(i).path("type").asString("").equals("PodScheduled")) {
                    conditions.remove(i);
                }
            }
            conditions
                    .addObject()
                    .put("type", "PodScheduled")
                    .put("status", "True")
                    .putNull("lastProbeTime")
                    .put("lastTransitionTime", now);
        }
    }
}
