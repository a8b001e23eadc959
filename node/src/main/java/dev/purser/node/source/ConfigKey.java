package dev.purser.node.source;

/// Names one ConfigMap or Secret.
public record ConfigKey(ConfigKind kind, String namespace, String name) {
    public static ConfigKey configMap(String namespace, String name) {
        return new ConfigKey(ConfigKind.CONFIG_MAP, namespace, name);
    }

    public static ConfigKey secret(String namespace, String name) {
        return new ConfigKey(ConfigKind.SECRET, namespace, name);
    }

    /// Kubelet's text for an object that does not exist: `configmap "x" not found`.
    public String notFoundMessage() {
        return "%s \"%s\" not found".formatted(kind.noun(), name);
    }
}
