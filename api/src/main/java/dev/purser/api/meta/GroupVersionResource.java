package dev.purser.api.meta;

/// A resource as the URL names it: `("apps", "v1", "deployments")`; the core group is the empty
/// string.
public record GroupVersionResource(String group, String version, String resource) {
    /// The `apiVersion` of objects of this resource: `v1`, or `apps/v1`.
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /// The resource without its version, as error texts and RBAC name it.
    public GroupResource groupResource() {
        return new GroupResource(group, resource);
    }
}
