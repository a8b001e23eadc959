package dev.purser.api.kind.webhook;

import dev.purser.api.kind.VersionKinds;

/// The kinds of the admissionregistration group that name webhooks.
public final class WebhookKinds {
    private WebhookKinds() {}

    public static VersionKinds all() {
        return VersionKinds.of("admissionregistration.k8s.io", "v1")
                .with("ValidatingWebhookConfiguration", WebhookRules.VALIDATING)
                .with("MutatingWebhookConfiguration", WebhookRules.MUTATING);
    }
}
