package dev.purser.node.source;

import dev.purser.api.meta.GroupVersionResource;

/// The two kinds of object that carry configuration.
public enum ConfigKind {
    CONFIG_MAP("ConfigMap", "configmap", "configmaps"),
    SECRET("Secret", "secret", "secrets");

    private final String kind;
    private final String noun;
    private final String plural;

    ConfigKind(String kind, String noun, String plural) {
        this.kind = kind;
        this.noun = noun;
        this.plural = plural;
    }

    /// The kind as objects spell it: `ConfigMap`.
    public String kind() {
        return kind;
    }

    /// The singular as kubelet's messages spell it: `configmap`.
    public String noun() {
        return noun;
    }

    public GroupVersionResource resource() {
        return new GroupVersionResource("", "v1", plural);
    }
}
