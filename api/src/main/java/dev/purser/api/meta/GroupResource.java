package dev.purser.api.meta;

/// A resource of any version; the core group is the empty string.
public record GroupResource(String group, String resource) {
    /// The form of Kubernetes' messages: `secrets`, `deployments.apps`.
    @Override
    public String toString() {
        return group.isEmpty() ? resource : resource + "." + group;
    }
}
