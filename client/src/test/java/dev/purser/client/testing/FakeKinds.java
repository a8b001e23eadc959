package dev.purser.client.testing;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.DeleteOptions;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What [FakeApi] does differently for some kinds.
final class FakeKinds {
    static final GroupVersionResource NAMESPACES = new GroupVersionResource("", "v1", "namespaces");

    private static final Set<String> WITH_STATUS =
            Set.of("pods", "nodes", "namespaces", "deployments", "replicasets");

    private FakeKinds() {}

    static boolean hasStatus(GroupVersionResource resource) {
        return WITH_STATUS.contains(resource.resource());
    }

    static void prepareCreate(GroupVersionResource resource, KubeObject object) {
        switch (resource.resource()) {
            case "pods" -> {
                object.json().remove("status");
                object.status().put("phase", "Pending");
            }
            case "replicasets" -> {
                object.json().remove("status");
                object.status().put("replicas", 0);
            }
            case "deployments" -> {
                object.json().remove("status");
                object.status();
            }
            case "namespaces" -> {
                object.spec().putArray("finalizers").add("kubernetes");
                object.status().put("phase", "Active");
            }
            default -> {}
        }
    }

    static void bind(KubeObject pod, KubeObject binding, String now) {
        if (!pod.spec().path("nodeName").asString("").isEmpty()) {
            throw StatusErrors.conflict(
                    new GroupVersionResource("", "v1", "pods").groupResource(),
                    pod.name(),
                    "pod %s is already assigned to node \"%s\""
                            .formatted(pod.name(), pod.spec().path("nodeName").asString("")));
        }
        pod.spec().put("nodeName", binding.json().path("target").path("name").asString(""));
        ArrayNode conditions = pod.status().putArray("conditions");
        ObjectNode scheduled = conditions.addObject();
        scheduled.put("type", "PodScheduled").put("status", "True");
        scheduled.putNull("lastProbeTime").put("lastTransitionTime", now);
    }

    static StatusException namespaceTerminating(GroupVersionResource resource, KubeObject object) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.put("name", object.name()).put("kind", resource.resource());
        details.putArray("causes")
                .addObject()
                .put("reason", "NamespaceTerminating")
                .put("message", "namespace " + object.namespace() + " is being terminated")
                .put("field", "metadata.namespace");
        return new StatusException(
                StatusReason.FORBIDDEN,
                ("%s \"%s\" is forbidden: unable to create new content in namespace %s because it"
                                + " is being terminated")
                        .formatted(resource.groupResource(), object.name(), object.namespace()),
                details);
    }

    /// Pods that a node runs get time to end; everything else goes at once.
    static long gracePeriodSeconds(
            GroupVersionResource resource, KubeObject object, DeleteOptions options) {
        boolean bound = !object.spec().path("nodeName").asString("").isEmpty();
        String phase = object.json().path("status").path("phase").asString("");
        boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
        if (!resource.resource().equals("pods") || !bound || ended) {
            return 0;
        }
        return options.gracePeriodSeconds()
                .orElse(object.spec().path("terminationGracePeriodSeconds").asLong(30));
    }

    /// Whether finalizers keep the object.
    static boolean isHeld(GroupVersionResource resource, KubeObject object) {
        boolean spec = resource.equals(NAMESPACES) && !object.spec().path("finalizers").isEmpty();
        return spec || !object.metadata().path("finalizers").isEmpty();
    }

    /// Whether a deleted object has nothing left to wait for.
    static boolean isFinished(GroupVersionResource resource, KubeObject object) {
        return object.deletionTimestamp().isPresent()
                && object.metadata().path("deletionGracePeriodSeconds").asLong(0) == 0
                && !isHeld(resource, object);
    }

    static void markTerminating(GroupVersionResource resource, KubeObject object) {
        if (resource.equals(NAMESPACES)) {
            object.status().put("phase", "Terminating");
        }
    }
}
