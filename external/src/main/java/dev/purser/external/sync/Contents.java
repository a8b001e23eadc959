package dev.purser.external.sync;

import dev.purser.client.Api;
import dev.purser.external.secret.SecretValue;
import dev.purser.external.template.Rendered;
import dev.purser.external.template.TargetTemplate;
import dev.purser.external.template.TemplateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a Secret holds: the fetched data as they are, or what the target's template makes of them.
final class Contents {
    /// An object's whole text, which means nothing on another.
    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private final TargetTemplate templates;
    private final Api api;

    Contents(TargetTemplate templates, Api api) {
        this.templates = templates;
        this.api = api;
    }

    Rendered of(ExternalSecret owner, Map<String, SecretValue> fetched)
            throws SyncException, InterruptedException {
        Optional<JsonNode> template = owner.template();
        if (template.isEmpty()) {
            Map<String, String> annotations = new LinkedHashMap<>(owner.object().annotations());
            annotations.remove(LAST_APPLIED);
            return new Rendered(
                    Optional.empty(), fetched, owner.object().labels(), annotations, List.of());
        }
        try {
            return templates.apply(
                    template.get(),
                    fetched,
                    new NamespaceTemplates(api, owner.object().namespace()));
        } catch (TemplateException e) {
            throw SyncException.passing(
                    SyncMessages.UPDATE_FAILED, "could not apply template: " + e.getMessage());
        }
    }
}
