package dev.purser.server.admission.plugin;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.AdmissionRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Every pod pulls its images anew, so that nobody runs a private image that somebody else has
/// pulled.
public final class AlwaysPullImages implements AdmissionPlugin {
    private static final String ALWAYS = "Always";

    @Override
    public void mutate(AdmissionRequest request) {
        podWithNewImages(request).ifPresent(AlwaysPullImages::pullAlways);
    }

    private static void pullAlways(KubeObject pod) {
        PodRequests.allContainers(pod)
                .forEach(container -> container.put("imagePullPolicy", ALWAYS));
        for (JsonNode volume : pod.spec().path("volumes")) {
            if (volume.path("image") instanceof ObjectNode image) {
                image.put("pullPolicy", ALWAYS);
            }
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        podWithNewImages(request).ifPresent(pod -> requireAlways(request, pod));
    }

    private static void requireAlways(AdmissionRequest request, KubeObject pod) {
        FieldErrors errors = new FieldErrors();
        for (String list : PodRequests.CONTAINER_LISTS) {
            requireAlways(pod.spec().path(list), list, "", "imagePullPolicy", errors);
        }
        requireAlways(pod.spec().path("volumes"), "volumes", "image", "pullPolicy", errors);
        if (!errors.isEmpty()) {
            throw request.forbidden(errors.text());
        }
    }

    private static void requireAlways(
            JsonNode items, String list, String member, String field, FieldErrors errors) {
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = member.isEmpty() ? items.path(i) : items.path(i).path(member);
            String policy = item.path(field).asString("");
            if (item.isObject() && !policy.equals(ALWAYS)) {
                String path = member.isEmpty() ? field : member + "." + field;
                errors.notSupported(
                        "spec.%s[%d].%s".formatted(list, i, path), policy, List.of(ALWAYS));
            }
        }
    }

    /// A pod that is created, or gets images that it did not have.
    private static Optional<KubeObject> podWithNewImages(AdmissionRequest request) {
        return switch (request.operation()) {
            case CREATE -> PodRequests.written(request);
            case UPDATE ->
                    PodRequests.written(request)
                            .filter(pod ->
                                    !images(request.old().orElseThrow()).containsAll(images(pod)));
            case DELETE, CONNECT -> Optional.empty();
        };
    }

    private static Set<String> images(KubeObject pod) {
        Set<String> images = new HashSet<>();
        PodRequests.allContainers(pod)
                .forEach(container -> images.add(container.path("image").asString("")));
        return images;
    }
}
