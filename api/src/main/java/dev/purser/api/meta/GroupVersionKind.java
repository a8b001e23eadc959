package dev.purser.api.meta;

/// A kind by its full name; the core group is the empty string.
public record GroupVersionKind(String group, String version, String kind) {
    /// Reads `apiVersion` (`v1`, `apps/v1`) and `kind` as objects carry them.
    public static GroupVersionKind of(String apiVersion, String kind) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new GroupVersionKind("", apiVersion, kind)
                : new GroupVersionKind(
                        apiVersion.substring(0, slash), apiVersion.substring(slash + 1), kind);
    }

    /// The `apiVersion` of objects of this kind: `v1`, or `apps/v1`.
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
