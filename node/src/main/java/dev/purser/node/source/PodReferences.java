package dev.purser.node.source;

import dev.purser.api.meta.KubeObject;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Finds the ConfigMaps and Secrets that a pod names: in volumes, in the environment of its
/// containers, and as credentials for its images.
public final class PodReferences {
    private final String namespace;
    private final Set<ConfigKey> keys = new LinkedHashSet<>();

    private PodReferences(String namespace) {
        this.namespace = namespace;
    }

    /// The objects named by a pod, in the order in which it names them.
    public static Set<ConfigKey> of(KubeObject pod) {
        PodReferences references = new PodReferences(pod.namespace());
        JsonNode spec = pod.json().path("spec");
        spec.path("volumes").forEach(references::addVolume);
        for (String list : new String[] {"initContainers", "containers", "ephemeralContainers"}) {
            spec.path(list).forEach(references::addContainer);
        }
        spec.path("imagePullSecrets")
                .forEach(entry -> references.add(ConfigKind.SECRET, entry.path("name")));
        return Collections.unmodifiableSet(references.keys);
    }

    private void addVolume(JsonNode volume) {
        add(ConfigKind.CONFIG_MAP, volume.path("configMap").path("name"));
        add(ConfigKind.SECRET, volume.path("secret").path("secretName"));
        for (JsonNode source : volume.path("projected").path("sources")) {
            add(ConfigKind.CONFIG_MAP, source.path("configMap").path("name"));
            add(ConfigKind.SECRET, source.path("secret").path("name"));
        }
    }

    private void addContainer(JsonNode container) {
        for (JsonNode from : container.path("envFrom")) {
            add(ConfigKind.CONFIG_MAP, from.path("configMapRef").path("name"));
            add(ConfigKind.SECRET, from.path("secretRef").path("name"));
        }
        for (JsonNode variable : container.path("env")) {
            JsonNode from = variable.path("valueFrom");
            add(ConfigKind.CONFIG_MAP, from.path("configMapKeyRef").path("name"));
            add(ConfigKind.SECRET, from.path("secretKeyRef").path("name"));
        }
    }

    private void add(ConfigKind kind, JsonNode name) {
        String text = name.asString("");
        if (!text.isEmpty()) {
            keys.add(new ConfigKey(kind, namespace, text));
        }
    }
}
