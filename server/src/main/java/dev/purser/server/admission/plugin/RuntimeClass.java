package dev.purser.server.admission.plugin;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quota.ResourceAmounts;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.object.ObjectSource;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Gives new pods what their runtime class asks for: overhead, the nodes that have the runtime, and
/// tolerations. A pod must not say otherwise.
public final class RuntimeClass implements AdmissionPlugin {
    private static final GroupVersionResource CLASSES =
            new GroupVersionResource("node.k8s.io", "v1", "runtimeclasses");
    private static final String MISMATCH =
            "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

    private final ObjectSource objects;

    public RuntimeClass(ObjectSource objects) {
        this.objects = objects;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        Optional<KubeObject> pod = PodRequests.created(request);
        if (pod.isEmpty()) {
            return;
        }
        Optional<KubeObject> runtimeClass = classOf(request, pod.get());
        if (runtimeClass.isPresent()) {
            JsonNode definition = runtimeClass.get().json();
            setOverhead(request, pod.get().spec(), definition.path("overhead"));
            JsonNode scheduling = definition.path("scheduling");
            if (scheduling.isObject()) {
                selectNodes(request, pod.get().spec(), scheduling.path("nodeSelector"));
                tolerate(pod.get().spec(), scheduling.path("tolerations"));
            }
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        Optional<KubeObject> pod = PodRequests.created(request);
        if (pod.isEmpty()) {
            return;
        }
        JsonNode own = pod.get().json().path("spec").path("overhead");
        Optional<JsonNode> defined =
                classOf(request, pod.get())
                        .map(found -> found.json().path("overhead"))
                        .filter(JsonNode::isObject);
        if (defined.isEmpty() && own.isObject()) {
            throw request.forbidden(
                    "pod rejected: Pod Overhead set without corresponding RuntimeClass defined"
                            + " Overhead");
        }
        if (defined.isPresent() && !isSame(defined.get().path("podFixed"), own)) {
            throw request.forbidden(MISMATCH);
        }
    }

    private Optional<KubeObject> classOf(AdmissionRequest request, KubeObject pod) {
        JsonNode name = pod.json().path("spec").path("runtimeClassName");
        if (!name.isString()) {
            return Optional.empty();
        }
        Optional<KubeObject> found = objects.find(CLASSES, "", name.asString());
        if (found.isEmpty()) {
            throw request.forbidden(
                    "pod rejected: RuntimeClass \"%s\" not found".formatted(name.asString()));
        }
        return found;
    }

    private static void setOverhead(AdmissionRequest request, ObjectNode spec, JsonNode overhead) {
        if (!overhead.isObject()) {
            return;
        }
        JsonNode fixed = overhead.path("podFixed");
        if (!spec.path("overhead").isEmpty() && !isSame(fixed, spec.path("overhead"))) {
            throw request.forbidden(MISMATCH);
        }
        if (fixed.isObject()) {
            spec.set("overhead", fixed.deepCopy());
        }
    }

    private static boolean isSame(JsonNode amounts, JsonNode others) {
        return ResourceAmounts.of(amounts).equals(ResourceAmounts.of(others));
    }

    private static void selectNodes(
            AdmissionRequest request, ObjectNode spec, JsonNode nodeSelector) {
        for (Map.Entry<String, JsonNode> wanted : nodeSelector.properties()) {
            String value = wanted.getValue().asString("");
            String own = spec.path("nodeSelector").path(wanted.getKey()).asString(value);
            if (!own.equals(value)) {
                throw request.forbidden(
                        "conflict: runtimeClass.scheduling.nodeSelector[%s] = %s; pod.spec.nodeSelector[%s] = %s"
                                .formatted(wanted.getKey(), value, wanted.getKey(), own));
            }
            ObjectNode selector =
                    spec.get("nodeSelector") instanceof ObjectNode present
                            ? present
                            : spec.putObject("nodeSelector");
            selector.put(wanted.getKey(), value);
        }
    }

    private static void tolerate(ObjectNode spec, JsonNode tolerations) {
        ArrayNode merged = Tolerations.merged(spec.path("tolerations"), tolerations);
        if (merged.isEmpty()) {
            spec.remove("tolerations");
        } else {
            spec.set("tolerations", merged);
        }
    }
}
