package dev.purser.server.admission.webhook;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.status.GoQuoted;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.policy.RequestFacts;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A question to a webhook, and how its answer is to be understood.
///
/// @param version of AdmissionReview
/// @param uid by which question and answer belong together
record Review(String version, String uid, ObjectNode json) {
    private static final String GROUP = "admission.k8s.io/";
    private static final List<String> VERSIONS = List.of("v1", "v1beta1");

    /// What a webhook answers.
    ///
    /// @param patch a JSON patch; empty for none
    /// @param result why it refuses; may be a missing node
    record Verdict(
            boolean isAllowed,
            String patch,
            JsonNode result,
            List<String> warnings,
            Map<String, String> annotations) {}

    /// @throws CallException when the webhook understands no version that is spoken here
    static Review of(
            Hook hook,
            RequestFacts facts,
            AdmissionRequest request,
            GroupVersionResource matched,
            RandomGenerator random)
            throws CallException {
        Optional<String> version =
                hook.reviewVersions().stream().filter(VERSIONS::contains).findFirst();
        if (version.isEmpty()) {
            throw new CallException(
                    "could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)",
                    400);
        }
        String uid = uid(random);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "AdmissionReview").put("apiVersion", GROUP + version.get());
        json.set("request", facts.review(request, matched, uid));
        return new Review(version.get(), uid, json);
    }

    /// A random uid (RFC 9562, version 4).
    private static String uid(RandomGenerator random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /// Reads an answer.
    ///
    /// @param mayPatch whether the webhook may change the object
    /// @throws CallException when it is none
    Verdict verdict(JsonNode answer, boolean mayPatch) throws CallException {
        requireKind(answer);
        JsonNode response = answer.path("response");
        if (!response.isObject()) {
            throw invalid("webhook response was absent");
        }
        if (version.equals("v1")) {
            requireUid(response);
            requirePatchType(response, mayPatch);
        }
        String patch = response.path("patch").asString("");
        Map<String, String> annotations = new LinkedHashMap<>();
        response.path("auditAnnotations")
                .properties()
                .forEach(entry -> annotations.put(entry.getKey(), entry.getValue().asString("")));
        return new Verdict(
                response.path("allowed").asBoolean(false),
                mayPatch ? decoded(patch) : "",
                response.path("status"),
                response.path("warnings").valueStream().map(JsonNode::asString).toList(),
                annotations);
    }

    private void requireUid(JsonNode response) throws CallException {
        String given = response.path("uid").asString("");
        if (!given.equals(uid)) {
            throw invalid(
                    "expected response.uid=\"%s\", got %s".formatted(uid, GoQuoted.of(given)));
        }
    }

    private void requireKind(JsonNode answer) throws CallException {
        String kind = answer.path("kind").asString("");
        String apiVersion = answer.path("apiVersion").asString("");
        if (!kind.equals("AdmissionReview") || !apiVersion.equals(GROUP + version)) {
            throw new CallException(
                    "failed to call webhook: no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/runtime/scheme.go:111\""
                            .formatted(kind, apiVersion),
                    503);
        }
    }

    private static void requirePatchType(JsonNode response, boolean mayPatch) throws CallException {
        boolean hasPatch = !response.path("patch").asString("").isEmpty();
        boolean hasType = response.hasNonNull("patchType");
        if (!mayPatch && hasPatch) {
            throw invalid("validating webhook may not return response.patch");
        }
        if (!mayPatch && hasType) {
            throw invalid("validating webhook may not return response.patchType");
        }
        if (hasPatch && !hasType) {
            throw invalid("webhook returned response.patch but not response.patchType");
        }
        if (!hasPatch && hasType) {
            throw invalid("webhook returned response.patchType but not response.patch");
        }
        String type = response.path("patchType").asString("JSONPatch");
        if (!type.equals("JSONPatch")) {
            throw new CallException("unsupported patch type " + GoQuoted.of(type), 400);
        }
    }

    private static String decoded(String base64) throws CallException {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CallException(
                    "failed to call webhook: illegal base64 data in response.patch: "
                            + e.getMessage(),
                    503);
        }
    }

    private static CallException invalid(String why) {
        return new CallException("received invalid webhook response: " + why, 503);
    }
}
