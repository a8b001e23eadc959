package dev.purser.server.admission.webhook;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.status.GoQuoted;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.policy.Exemptions;
import dev.purser.server.admission.policy.PolicySurroundings;
import dev.purser.server.meter.Counters;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Asks webhooks of one sort. Thread-safe.
final class Hooks {
    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);
    private static final Set<String> CONFIGURATIONS =
            Set.of("mutatingwebhookconfigurations", "validatingwebhookconfigurations");
    private static final int BAD_REQUEST = 400;

    /// Who writes what the server itself needs, at its start too: nobody outside can keep it from
    /// starting.
    private static final String OWN_IDENTITY = "system:apiserver";

    private final Sort sort;
    private final PolicySurroundings surroundings;
    private final HookCaller caller;
    private final HookMetrics metrics;
    private final RandomGenerator random;

    /// What webhooks may do.
    enum Sort {
        MUTATING("admit", "failed-open.mutation.webhook.admission.k8s.io/"),
        VALIDATING("validating", "failed-open.validating.webhook.admission.k8s.io/");

        private final String type;
        private final String failedOpenPrefix;

        Sort(String type, String failedOpenPrefix) {
            this.type = type;
            this.failedOpenPrefix = failedOpenPrefix;
        }
    }

    Hooks(Sort sort, PolicySurroundings surroundings, Counters counters, RandomGenerator random) {
        this.sort = sort;
        this.surroundings = surroundings;
        this.caller = new HookCaller(new ServiceAddresses(surroundings.objects()));
        this.metrics = new HookMetrics(counters);
        this.random = random;
    }

    /// Requests that no webhook sees: by them a bad webhook is mended, or nothing is stored.
    static boolean isExempt(AdmissionRequest request) {
        boolean isConfiguration =
                request.attributes().group().equals("admissionregistration.k8s.io")
                        && CONFIGURATIONS.contains(request.attributes().resource());
        return isConfiguration
                || request.identity().name().equals(OWN_IDENTITY)
                || Exemptions.isExempt(request);
    }

    Optional<GroupVersionResource> matching(Hook hook, AdmissionRequest request) {
        return hook.matching(request, surroundings.cluster(), surroundings.facts());
    }

    /// What one webhook says; what it wants told is left to the caller.
    ///
    /// @throws CallException when it cannot be asked
    /// @throws StatusException when it must not be asked about what is only tried
    Review.Verdict ask(Hook hook, AdmissionRequest request, GroupVersionResource matched)
            throws CallException {
        if (request.isTried() && !hook.isSilent()) {
            throw StatusErrors.badRequest(
                    "admission webhook %s does not support dry run"
                            .formatted(GoQuoted.of(hook.name())));
        }
        Review review = Review.of(hook, surroundings.facts(), request, matched, random);
        return review.verdict(caller.call(hook, review.json()), sort == Sort.MUTATING);
    }

    /// Passes on what a webhook has to say, and refuses the request if it does.
    void heed(Hook hook, AdmissionRequest request, Review.Verdict verdict) {
        verdict.annotations()
                .forEach((key, value) -> request.annotations().add(hook.name() + "/" + key, value));
        verdict.warnings().forEach(request.warnings());
        if (verdict.isAllowed()) {
            metrics.allowed(hook, request, sort.type);
        } else {
            StatusException refusal = refusal(hook, verdict.result());
            metrics.rejected(hook, request, sort.type, "no_error", refusal.code());
            throw refusal;
        }
    }

    /// Does what the webhook's configuration says for a failure: refuses, or goes on.
    ///
    /// @param round 1 when the webhook was asked again
    void fail(Hook hook, AdmissionRequest request, CallException failure, int round) {
        String text =
                "failed calling webhook %s: %s"
                        .formatted(GoQuoted.of(hook.name()), failure.getMessage());
        if (!hook.failsOpen()) {
            metrics.rejected(hook, request, sort.type, "calling_webhook_error", failure.code());
            throw StatusErrors.internal(text, failure);
        }
        LOG.warn("The request goes on without its webhook: {}", text);
        metrics.failedOpen(hook, request, sort.type, failure.code());
        request.annotations()
                .add(
                        "%sround_%d_index_%d".formatted(sort.failedOpenPrefix, round, hook.index()),
                        hook.name());
    }

    private static StatusException refusal(Hook hook, JsonNode result) {
        int code = Math.max(result.path("code").asInt(0), BAD_REQUEST);
        String reason = result.path("reason").asString("");
        String message = result.path("message").asString("");
        String why = message.isEmpty() ? reason : message;
        String text =
                "admission webhook %s denied the request%s"
                        .formatted(
                                GoQuoted.of(hook.name()),
                                why.isEmpty() ? " without explanation" : ": " + why);
        ObjectNode details = result.path("details") instanceof ObjectNode given ? given : null;
        return new StatusException(reason(reason), code, text, details, null);
    }

    private static StatusReason reason(String text) {
        return Arrays.stream(StatusReason.values())
                .filter(reason -> reason.text().equals(text))
                .findFirst()
                .orElse(StatusReason.UNKNOWN);
    }
}
