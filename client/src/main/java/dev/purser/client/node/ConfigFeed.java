package dev.purser.client.node;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;

/// The names of the configuration feed: one watch that tells a node of every ConfigMap and Secret
/// that the pods bound to it name. No Kubernetes has it, so a node must do without it too.
///
/// It is watched with the field selector [#selector] and without a version. It begins with all that
/// is there (`ADDED`), what is named and not there (`DELETED`, with nothing but its name), and a
/// bookmark. Then follows every change; what begins to be named is told as in the beginning; what
/// stops being named is `DELETED` and [unreferenced][#isUnreferenced]. A bookmark follows every
/// change of a pod of the node: all that pods name at the bookmark's version has been told. Of an
/// immutable object nothing more is told, until another pod begins to name it.
public final class ConfigFeed {
    /// What is watched; it is in no discovery document.
    public static final GroupVersionResource RESOURCE =
            new GroupVersionResource("node.purser.dev", "v1", "nodeconfigs");

    /// The annotation of a `DELETED` object that only stopped being named.
    public static final String UNREFERENCED = "node.purser.dev/unreferenced";

    private ConfigFeed() {}

    /// The field selector that names the node.
    public static String selector(String node) {
        return "metadata.name=" + node;
    }

    /// Whether a deleted object is one that no pod of the node names any more, be it there or not.
    public static boolean isUnreferenced(KubeObject deleted) {
        return deleted.annotations().containsKey(UNREFERENCED);
    }
}
