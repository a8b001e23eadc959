package dev.purser.external.provider.kubernetes;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import tools.jackson.databind.JsonNode;

/// Asks a cluster whether the caller may read Secrets: by its rules, and by an access review where
/// rules cannot tell, as with authorizers that have none.
final class RightsReview {
    private static final String GROUP = "authorization.k8s.io";

    private final RemoteCalls calls;

    RightsReview(RemoteCalls calls) {
        this.calls = calls;
    }

    void check() throws ProviderException, InterruptedException {
        if (!allowedByRules() && !allowedByReview()) {
            throw new ProviderException(
                    Kind.DENIED,
                    "the credentials do not allow to get Secrets in " + calls.namespace());
        }
    }

    private boolean allowedByRules() throws ProviderException, InterruptedException {
        KubeObject review = review("SelfSubjectRulesReview");
        review.spec().put("namespace", calls.namespace().name());
        KubeObject answer = create("selfsubjectrulesreviews", review);
        for (JsonNode rule : answer.json().path("status").path("resourceRules")) {
            if (has(rule.path("resources"), "secrets")
                    && has(rule.path("verbs"), "get")
                    && (rule.path("apiGroups").isEmpty() || has(rule.path("apiGroups"), ""))) {
                return true;
            }
        }
        return false;
    }

    private boolean allowedByReview() throws ProviderException, InterruptedException {
        KubeObject review = review("SelfSubjectAccessReview");
        review.spec()
                .putObject("resourceAttributes")
                .put("namespace", calls.namespace().name())
                .put("resource", "secrets")
                .put("verb", "get");
        KubeObject answer = create("selfsubjectaccessreviews", review);
        return answer.json().path("status").path("allowed").asBoolean(false);
    }

    private static KubeObject review(String kind) {
        return KubeObject.named(new GroupVersionKind(GROUP, "v1", kind), "", "");
    }

    private KubeObject create(String resource, KubeObject review)
            throws ProviderException, InterruptedException {
        review.metadata().remove("name");
        return calls.ask(
                "", api -> api.create(new GroupVersionResource(GROUP, "v1", resource), review));
    }

    private static boolean has(JsonNode list, String wanted) {
        for (JsonNode entry : list) {
            String text = entry.asString("");
            if (text.equals(wanted) || text.equals("*")) {
                return true;
            }
        }
        return false;
    }
}
