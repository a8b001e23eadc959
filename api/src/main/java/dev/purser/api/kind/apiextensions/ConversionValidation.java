package dev.purser.api.kind.apiextensions;

import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// Checks how objects become objects of another version. Webhooks are checked, not called.
record ConversionValidation(FieldErrors errors) {
    private static final String PATH = "spec.conversion";
    private static final List<String> REVIEWS = List.of("v1", "v1beta1");

    void validate(
            JsonNode conversion,
            boolean preservesUnknownFields,
            DefinitionValidation.CaBundles bundles) {
        if (!conversion.isObject()) {
            return;
        }
        String strategy = Trees.text(conversion, "strategy");
        if (!strategy.equals("None") && preservesUnknownFields) {
            errors.invalid(
                    PATH + ".strategy",
                    strategy,
                    "must be None if spec.preserveUnknownFields is true");
        }
        if (strategy.isEmpty()) {
            errors.required(PATH + ".strategy", "");
        } else if (!List.of("None", "Webhook").contains(strategy)) {
            errors.notSupported(PATH + ".strategy", strategy, List.of("None", "Webhook"));
        }
        JsonNode webhook = conversion.path("webhook");
        if (strategy.equals("Webhook")) {
            client(webhook.path("clientConfig"), bundles);
            reviews(Trees.texts(webhook, "conversionReviewVersions"));
        } else {
            String why = "should not be set when strategy is not set to Webhook";
            if (webhook.path("clientConfig").isObject()) {
                errors.forbidden(PATH + ".webhookClientConfig", why);
            }
            if (!webhook.path("conversionReviewVersions").isEmpty()) {
                errors.forbidden(PATH + ".conversionReviewVersions", why);
            }
        }
    }

    private void client(JsonNode client, DefinitionValidation.CaBundles bundles) {
        String path = PATH + ".webhookClientConfig";
        if (!client.isObject()) {
            errors.required(path, "required when strategy is set to Webhook");
            return;
        }
        boolean url = Trees.has(client, "url");
        if (url == Trees.has(client, "service")) {
            errors.required(path, "exactly one of url or service is required");
        } else if (url) {
            WebhookClients.validateUrl(Trees.text(client, "url"), path + ".url", errors);
        } else {
            WebhookClients.validateService(client.path("service"), path + ".service", errors);
        }
        String bundle = Trees.text(client, "caBundle");
        if (bundles == DefinitionValidation.CaBundles.READABLE && !CaBundle.isValid(bundle)) {
            errors.invalid(
                    path + ".caBundle",
                    bundle,
                    "unable to load root certificates: unable to parse bytes as PEM block");
        }
    }

    private void reviews(List<String> versions) {
        String path = PATH + ".conversionReviewVersions";
        if (versions.isEmpty()) {
            errors.required(path, "");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            String version = versions.get(i);
            String place = "%s[%d]".formatted(path, i);
            if (!seen.add(version)) {
                errors.invalid(place, version, "duplicate version");
            } else {
                Names.label1035Errors(version).forEach(why -> errors.invalid(place, version, why));
            }
        }
        if (REVIEWS.stream().noneMatch(versions::contains)) {
            ArrayNode shown = JsonNodeFactory.instance.arrayNode();
            versions.forEach(shown::add);
            errors.invalid(
                    path, shown, "must include at least one of " + String.join(", ", REVIEWS));
        }
    }
}
