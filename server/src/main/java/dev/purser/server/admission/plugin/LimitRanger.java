package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Applies the LimitRanges of a namespace: containers get the defaults, and what is out of bounds
/// is refused.
public final class LimitRanger implements AdmissionPlugin {
    private static final GroupVersionResource LIMIT_RANGES =
            new GroupVersionResource("", "v1", "limitranges");

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final String ANNOTATION = "kubernetes.io/limit-ranger";

    private final ObjectSource objects;

    public LimitRanger(ObjectSource objects) {
        this.objects = objects;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        limitedPod(request)
                .ifPresent(pod ->
                        limitRanges(request)
                                .forEach(range -> setDefaults(pod, containerLimit(range))));
    }

    /// The pod of a creation or a resize; one that is going away is let go.
    private static Optional<KubeObject> limitedPod(AdmissionRequest request) {
        boolean isResize = request.operation() == Operation.UPDATE && request.isFor(PODS, "resize");
        return isResize && !isGoingAway(request) ? request.object() : PodRequests.created(request);
    }

    private static boolean isGoingAway(AdmissionRequest request) {
        return request.old().flatMap(KubeObject::deletionTimestamp).isPresent();
    }

    @Override
    public void validate(AdmissionRequest request) {
        Optional<KubeObject> pod = limitedPod(request);
        Optional<KubeObject> claim = claim(request);
        if (pod.isEmpty() && claim.isEmpty()) {
            return;
        }
        for (KubeObject range : limitRanges(request)) {
            List<String> problems = new ArrayList<>();
            for (JsonNode limit : range.spec().path("limits")) {
                pod.ifPresent(object -> problems.addAll(LimitBounds.ofPod(limit, object)));
                claim.ifPresent(object -> problems.addAll(LimitBounds.ofClaim(limit, object)));
            }
            refuse(request, problems);
        }
    }

    private static void refuse(AdmissionRequest request, List<String> problems) {
        if (problems.isEmpty()) {
            return;
        }
        List<String> distinct = problems.stream().distinct().toList();
        throw request.forbidden(
                distinct.size() == 1
                        ? distinct.getFirst()
                        : "[" + String.join(", ", distinct) + "]");
    }

    private List<KubeObject> limitRanges(AdmissionRequest request) {
        return objects.list(LIMIT_RANGES, request.attributes().namespace()).stream()
                .sorted(Comparator.comparing(KubeObject::name))
                .toList();
    }

    private static Optional<KubeObject> claim(AdmissionRequest request) {
        boolean isWritten =
                request.operation() == Operation.CREATE || request.operation() == Operation.UPDATE;
        return isWritten && request.isFor(CLAIMS) && !isGoingAway(request)
                ? request.object()
                : Optional.empty();
    }

    private static JsonNode containerLimit(KubeObject range) {
        for (JsonNode limit : range.spec().path("limits")) {
            if (limit.path("type").asString("").equals("Container")) {
                return limit;
            }
        }
        return range.json().path("none");
    }

    private static void setDefaults(KubeObject pod, JsonNode limit) {
        List<String> changes = new ArrayList<>();
        for (ObjectNode container : PodRequests.containers(pod, "containers")) {
            setDefaults(container, limit, "container", changes);
        }
        for (ObjectNode container : PodRequests.containers(pod, "initContainers")) {
            setDefaults(container, limit, "init container", changes);
        }
        if (!changes.isEmpty()) {
            ObjectNode annotations =
                    pod.metadata().get("annotations") instanceof ObjectNode present
                            ? present
                            : pod.metadata().putObject("annotations");
            annotations.put(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", changes));
        }
    }

    private static void setDefaults(
            ObjectNode container, JsonNode limit, String what, List<String> changes) {
        List<String> requests = addMissing(container, "requests", limit.path("defaultRequest"));
        List<String> limits = addMissing(container, "limits", limit.path("default"));
        String name = container.path("name").asString("");
        if (!requests.isEmpty()) {
            changes.add("%s request for %s %s".formatted(String.join(", ", requests), what, name));
        }
        if (!limits.isEmpty()) {
            changes.add("%s limit for %s %s".formatted(String.join(", ", limits), what, name));
        }
    }

    /// Sets what the container does not say; returns the names of what was set, sorted.
    private static List<String> addMissing(ObjectNode container, String list, JsonNode defaults) {
        List<String> added = new ArrayList<>();
        for (var entry : defaults.properties()) {
            if (!container.path("resources").path(list).has(entry.getKey())) {
                ObjectNode resources = objectIn(container, "resources");
                objectIn(resources, list).set(entry.getKey(), entry.getValue());
                added.add(entry.getKey());
            }
        }
        added.sort(Comparator.naturalOrder());
        return added;
    }

    private static ObjectNode objectIn(ObjectNode parent, String field) {
        return parent.get(field) instanceof ObjectNode object ? object : parent.putObject(field);
    }
}
