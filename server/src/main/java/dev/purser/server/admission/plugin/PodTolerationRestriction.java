package dev.purser.server.admission.plugin;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.JsonText;
import dev.purser.api.kind.pod.QualityOfService;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.object.ObjectSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The pods of a namespace get the tolerations that its annotations give them, and no others than
/// these allow.
public final class PodTolerationRestriction implements AdmissionPlugin {
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");
    private static final String PREFIX = "scheduler.alpha.kubernetes.io/";

    private static final List<String> TEXTS = List.of("key", "operator", "value", "effect");

    private final ObjectSource objects;
    private final TolerationLimits limits;
    private final JsonText jsonText = new JsonText();

    /// @param limits of namespaces without annotations
    public PodTolerationRestriction(ObjectSource objects, TolerationLimits limits) {
        this.objects = objects;
        this.limits = limits;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        PodRequests.written(request).ifPresent(pod -> complete(request, pod));
    }

    private void complete(AdmissionRequest request, KubeObject pod) {
        ArrayNode more = JsonNodeFactory.instance.arrayNode();
        if (request.operation() == Operation.CREATE) {
            annotation(request, "defaultTolerations")
                    .orElse(limits.defaults())
                    .forEach(toleration -> more.add(toleration.deepCopy()));
        }
        if (QualityOfService.of(pod.spec()) != QualityOfService.BEST_EFFORT) {
            more.addObject()
                    .put("key", "node.kubernetes.io/memory-pressure")
                    .put("operator", "Exists")
                    .put("effect", "NoSchedule");
        }
        if (!more.isEmpty()) {
            pod.spec().set("tolerations", Tolerations.merged(pod.spec().path("tolerations"), more));
        }
        check(request, pod);
    }

    @Override
    public void validate(AdmissionRequest request) {
        PodRequests.written(request).ifPresent(pod -> check(request, pod));
    }

    private void check(AdmissionRequest request, KubeObject pod) {
        JsonNode own = pod.spec().path("tolerations");
        if (own.isEmpty()) {
            return;
        }
        Optional<JsonNode> ofNamespace = annotation(request, "tolerationsWhitelist");
        JsonNode allowed = ofNamespace.orElse(limits.allowed());
        if (!allowed.isEmpty() && !Tolerations.areWithin(own, allowed)) {
            throw broken(
                    "pod tolerations (possibly merged with namespace default tolerations) conflict with its %s whitelist"
                            .formatted(ofNamespace.isPresent() ? "namespace" : "cluster"));
        }
    }

    /// A list of tolerations that the namespace has; one that is empty is one, too.
    private Optional<JsonNode> annotation(AdmissionRequest request, String name) {
        String namespace = request.attributes().namespace();
        KubeObject found =
                objects.find(NAMESPACES, "", namespace)
                        .orElseThrow(
                                () -> StatusErrors.notFound(NAMESPACES.groupResource(), namespace));
        return Optional.ofNullable(found.annotations().get(PREFIX + name)).map(this::parse);
    }

    private JsonNode parse(String text) {
        if (text.isEmpty()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        try {
            JsonNode list = jsonText.parse(text.getBytes(StandardCharsets.UTF_8));
            requireTolerations(list);
            return list;
        } catch (DecodingException e) {
            throw broken(e.getMessage());
        }
    }

    private static void requireTolerations(JsonNode list) {
        if (!list.isArray() && !list.isNull()) {
            throw mistyped(list, "value of type []v1.Toleration");
        }
        for (JsonNode toleration : list) {
            if (!toleration.isObject()) {
                throw mistyped(toleration, "value of type v1.Toleration");
            }
            for (String field : TEXTS) {
                JsonNode value = toleration.path(field);
                if (!value.isMissingNode() && !value.isNull() && !value.isString()) {
                    throw mistyped(
                            value, "struct field Toleration.%s of type string".formatted(field));
                }
            }
        }
    }

    private static StatusException mistyped(JsonNode value, String wanted) {
        return broken(
                "json: cannot unmarshal %s into Go %s"
                        .formatted(value.getNodeType().name().toLowerCase(Locale.ROOT), wanted));
    }

    /// Kubernetes answers 500 here, even for what the pod itself says.
    private static StatusException broken(String why) {
        return new StatusException(StatusReason.UNKNOWN, why);
    }
}
