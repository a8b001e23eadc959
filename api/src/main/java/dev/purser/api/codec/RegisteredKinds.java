package dev.purser.api.codec;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.schema.Schemas;
import java.util.Set;

/// The kinds that Kubernetes can tell from unknown ones: those with a schema, and some that no
/// client writes. Immutable and thread-safe.
record RegisteredKinds(Schemas schemas) {
    /// Kinds that mean the same in every version, even in one that there is not.
    private static final Set<String> UNVERSIONED =
            Set.of("APIGroup", "APIGroupList", "APIResourceList", "APIVersions", "Status");

    /// Kinds that each version of each group has.
    private static final Set<String> EVERYWHERE =
            Set.of(
                    "CreateOptions",
                    "DeleteOptions",
                    "GetOptions",
                    "ListOptions",
                    "PatchOptions",
                    "UpdateOptions",
                    "WatchEvent");

    private static final Set<String> CORE =
            Set.of(
                    "List",
                    "NodeProxyOptions",
                    "PodAttachOptions",
                    "PodExecOptions",
                    "PodLogOptions",
                    "PodPortForwardOptions",
                    "PodProxyOptions",
                    "RangeAllocation",
                    "SerializedReference",
                    "ServiceProxyOptions");

    boolean hasSchema(GroupVersionKind kind) {
        return schemas.find(kind).isPresent();
    }

    boolean contains(GroupVersionKind kind) {
        if (hasSchema(kind) || UNVERSIONED.contains(kind.kind())) {
            return true;
        }
        if (EVERYWHERE.contains(kind.kind())) {
            return hasSchema(new GroupVersionKind(kind.group(), kind.version(), "DeleteOptions"));
        }
        return kind.apiVersion().equals("v1") && CORE.contains(kind.kind());
    }
}
