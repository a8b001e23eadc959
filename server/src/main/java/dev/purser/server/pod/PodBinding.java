package dev.purser.server.pod;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.PostHandler;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.Resources;
import dev.purser.server.registry.WriteRequest;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Gives a pod to a node: `pods/NAME/binding`, and the older `bindings`. Thread-safe.
public final class PodBinding implements PostHandler {
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource BINDING = new GroupResource("", "pods/binding");

    private final PodWrites writes;
    private final Registry registry;
    private final InstantSource clock;

    public PodBinding(Resources resources, Registry registry, InstantSource clock) {
        this.writes = new PodWrites(resources);
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public KubeObject post(WriteRequest request, KubeObject binding) {
        String pod = request.name().isEmpty() ? binding.name() : request.name();
        if (!pod.equals(binding.name())) {
            throw StatusErrors.badRequest("name in URL does not match name in Binding object");
        }
        String node = node(binding);
        registry.update(
                writes.request(request, "update", pod, request.dryRun()),
                new Assignment(
                        binding, node, clock.instant().truncatedTo(ChronoUnit.SECONDS).toString()));
        return Statuses.created();
    }

    /// Kubernetes answers a binding that makes no sense with a bare 500.
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
        if (!errors.isEmpty()) {
            throw new StatusException(StatusReason.UNKNOWN, errors.text());
        }
        return name;
    }

    /// The change that a binding makes to its pod.
    private record Assignment(KubeObject binding, String node, String now) implements Change {
        @Override
        public Scope scope() {
            return Scope.INTERNAL;
        }

        @Override
        public KubeObject apply(WriteRequest request, KubeObject pod) {
            requirePreconditions(pod);
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
            if (!pod.spec().path("schedulingGates").isEmpty()) {
                throw conflict(
                        pod, "pod %s has non-empty .spec.schedulingGates".formatted(pod.name()));
            }
            pod.spec().put("nodeName", node);
            pod.status().remove("nominatedNodeName");
            copy(binding.annotations(), pod, "annotations");
            copy(binding.labels(), pod, "labels");
            PodConditions.set(pod, "PodScheduled", "", "", now);
            return pod;
        }

        private void requirePreconditions(KubeObject pod) {
            if (!binding.uid().isEmpty() && !binding.uid().equals(pod.uid())) {
                throw failedPrecondition(pod, "UID", binding.uid(), pod.uid());
            }
            String version = binding.resourceVersion();
            if (!version.isEmpty() && !version.equals(pod.resourceVersion())) {
                throw failedPrecondition(pod, "ResourceVersion", version, pod.resourceVersion());
            }
        }

        /// Kubernetes lets the words of its storage through here.
        private static StatusException failedPrecondition(
                KubeObject pod, String what, String wanted, String current) {
            return StatusErrors.conflict(
                    PODS,
                    pod.name(),
                    "StorageError: invalid object, Code: 4, Key: /registry/pods/%s/%s, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: %s in precondition: %s, %s in object meta: %s"
                            .formatted(pod.namespace(), pod.name(), what, wanted, what, current));
        }

        private static StatusException conflict(KubeObject pod, String why) {
            return StatusErrors.conflict(BINDING, pod.name(), why);
        }

        private static void copy(Map<String, String> entries, KubeObject pod, String member) {
            if (entries.isEmpty()) {
                return;
            }
            ObjectNode target =
                    pod.metadata().get(member) instanceof ObjectNode present
                            ? present
                            : pod.metadata().putObject(member);
            entries.forEach(target::put);
        }
    }
}
