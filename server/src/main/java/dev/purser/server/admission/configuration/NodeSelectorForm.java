package dev.purser.server.admission.configuration;

import dev.purser.server.admission.configuration.ConfigurationForm.Source;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Reads the configuration of PodNodeSelector, which has neither kind nor version.
final class NodeSelectorForm {
    private static final String ROOT = "podNodeSelectorPluginConfig";

    private NodeSelectorForm() {}

    static Map<String, String> read(Source source) throws ConfigurationException {
        Map<String, String> selectors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : source.tree().path(ROOT).properties()) {
            if (!entry.getValue().isString()) {
                throw new ConfigurationException(
                        "%s.%s must be text such as disk=ssd,zone=a"
                                .formatted(ROOT, entry.getKey()));
            }
            selectors.put(entry.getKey(), entry.getValue().asString());
        }
        return selectors;
    }
}
