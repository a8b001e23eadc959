package dev.purser.server.admission.webhook;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.cel.policy.MatchConditions;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.Once;
import dev.purser.server.admission.policy.ClusterView;
import dev.purser.server.admission.policy.RequestFacts;
import dev.purser.server.admission.policy.RequestMatch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// One webhook of a configuration. Immutable and thread-safe.
///
/// @param configuration the name of the object that it is part of
/// @param index its place among all webhooks of its sort
/// @param failsOpen whether a webhook that cannot be asked lets requests through
/// @param isSilent whether it does nothing else when a request is only tried
/// @param isReinvoked whether it is asked again when others have changed the object after it
/// @param reviewVersions of AdmissionReview that it understands, the preferred one first
record Hook(
        String configuration,
        int index,
        String name,
        HookTarget target,
        boolean failsOpen,
        boolean isSilent,
        boolean isReinvoked,
        Duration timeout,
        List<String> reviewVersions,
        Match match) {

    private static final int TIMEOUT_SECONDS = 10;

    /// Which requests it is asked about.
    ///
    /// @param conditions compiled when they are first needed
    record Match(boolean hasRules, RequestMatch resources, Supplier<MatchConditions> conditions) {
        static Match of(JsonNode json) {
            ObjectNode resources = JsonNodeFactory.instance.objectNode();
            resources.set("resourceRules", json.path("rules").deepCopy());
            for (String field : List.of("namespaceSelector", "objectSelector", "matchPolicy")) {
                if (json.has(field)) {
                    resources.set(field, json.path(field).deepCopy());
                }
            }
            JsonNode conditions = json.path("matchConditions");
            return new Match(
                    !json.path("rules").isEmpty(),
                    RequestMatch.of(resources),
                    new Once<>(() -> MatchConditions.of(conditions)));
        }
    }

    static Hook of(String configuration, int index, JsonNode json) {
        String sideEffects = json.path("sideEffects").asString("");
        return new Hook(
                configuration,
                index,
                json.path("name").asString(""),
                HookTarget.of(json.path("clientConfig")),
                json.path("failurePolicy").asString("").equals("Ignore"),
                sideEffects.equals("None") || sideEffects.equals("NoneOnDryRun"),
                json.path("reinvocationPolicy").asString("").equals("IfNeeded"),
                Duration.ofSeconds(json.path("timeoutSeconds").asInt(TIMEOUT_SECONDS)),
                json.path("admissionReviewVersions").valueStream().map(JsonNode::asString).toList(),
                Match.of(json));
    }

    /// The resource as which the webhook is asked about a request; empty when it is not.
    ///
    /// @throws dev.purser.api.status.StatusException when its conditions cannot be told
    Optional<GroupVersionResource> matching(
            AdmissionRequest request, ClusterView cluster, RequestFacts facts) {
        if (!match.hasRules()) {
            return Optional.empty();
        }
        return match.resources()
                .match(request, cluster)
                .filter(as ->
                        switch (match.conditions().get().match(facts.input(request, as))) {
                            case MatchConditions.Matching() -> true;
                            case MatchConditions.NotMatching() -> false;
                            case MatchConditions.Unclear(String error) -> {
                                if (failsOpen) {
                                    yield false;
                                }
                                throw request.forbidden(error);
                            }
                        });
    }
}
