package dev.purser.node.report;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.node.pod.PodStatusWriter;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// [PodStatusWriter] over the API. A write that meets a newer pod is made again upon that one, so
/// what others wrote meanwhile, such as a readiness gate's condition, is kept. Thread-safe.
public final class ApiPodStatusWriter implements PodStatusWriter {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final int ATTEMPTS_MAX = 5;

    /// The fields of a pod's status that are the node's; it leaves the others as they are.
    private static final Set<String> OWN_FIELDS =
            Set.of(
                    "observedGeneration",
                    "phase",
                    "conditions",
                    "message",
                    "reason",
                    "hostIP",
                    "hostIPs",
                    "podIP",
                    "podIPs",
                    "startTime",
                    "initContainerStatuses",
                    "containerStatuses",
                    "ephemeralContainerStatuses",
                    "qosClass",
                    "allocatedResources",
                    "resources");

    private final Api api;

    public ApiPodStatusWriter(Api api) {
        this.api = api;
    }

    @Override
    public void write(KubeObject pod, ObjectNode status) {
        KubeObject base = pod;
        for (int attempt = 1; ; attempt++) {
            try {
                api.updateStatus(PODS, merged(base, status));
                return;
            } catch (StatusException e) {
                if (e.reason() == StatusReason.NOT_FOUND) {
                    return;
                }
                if (e.reason() != StatusReason.CONFLICT || attempt == ATTEMPTS_MAX) {
                    throw e;
                }
            }
            Optional<KubeObject> newer = newer(pod);
            if (newer.isEmpty()) {
                return;
            }
            base = newer.get();
        }
    }

    /// The pod as it is now; empty once it is gone. A node may not even ask for pods that are not
    /// bound to it, and a pod that is gone is bound to none.
    private Optional<KubeObject> newer(KubeObject pod) {
        try {
            return Optional.of(api.get(PODS, pod.namespace(), pod.name()))
                    .filter(found -> found.uid().equals(pod.uid()));
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND || e.reason() == StatusReason.FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static KubeObject merged(KubeObject base, ObjectNode status) {
        KubeObject result = base.copy();
        ObjectNode merged = status.deepCopy();
        JsonNode before = base.json().path("status");
        before.properties().stream()
                .filter(field -> !OWN_FIELDS.contains(field.getKey()))
                .forEach(field -> merged.set(field.getKey(), field.getValue().deepCopy()));
        if (merged.get("conditions") instanceof ArrayNode conditions) {
            merged.set("conditions", withOthers(before.path("conditions"), conditions));
        }
        result.json().set("status", merged);
        return result;
    }

    /// A condition of the node's own that is gone when it does not hold any more.
    private static boolean isPassing(String type) {
        return type.equals("PodResizePending") || type.equals("PodResizeInProgress");
    }

    /// The conditions of others, and then the node's own, in kubelet's order.
    private static ArrayNode withOthers(JsonNode before, ArrayNode own) {
        ArrayNode all = own.arrayNode();
        before.valueStream()
                .filter(other -> !isPassing(other.path("type").asString("")))
                .filter(other -> lacks(own, other.path("type").asString("")))
                .forEach(other -> all.add(other.deepCopy()));
        return all.addAll(own);
    }

    private static boolean lacks(ArrayNode conditions, String type) {
        return conditions
                .valueStream()
                .noneMatch(each -> each.path("type").asString("").equals(type));
    }

    @Override
    public void delete(KubeObject pod) {
        api.deleteIfExists(
                ObjectRef.of(PODS, pod), DeleteOptions.ofUid(pod.uid()).withGracePeriodSeconds(0));
    }
}
