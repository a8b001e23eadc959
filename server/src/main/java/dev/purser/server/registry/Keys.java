package dev.purser.server.registry;

import dev.purser.api.meta.GroupResource;
import java.util.Map;
import java.util.Set;

/// Where the objects of a resource live in the store: the layout of etcd under a kube-apiserver, so
/// that either can read what the other wrote.
///
/// @param prefix ends with a slash: `/registry/configmaps/`
record Keys(String prefix) {
    private static final String ROOT = "/registry/";

    /// Resources that are not stored under their own name.
    private static final Map<GroupResource, String> IRREGULAR =
            Map.ofEntries(
                    Map.entry(new GroupResource("", "services"), "services/specs"),
                    Map.entry(new GroupResource("", "endpoints"), "services/endpoints"),
                    Map.entry(new GroupResource("", "nodes"), "minions"),
                    Map.entry(new GroupResource("", "replicationcontrollers"), "controllers"),
                    Map.entry(new GroupResource("networking.k8s.io", "ingresses"), "ingress"));

    /// Groups whose resources are stored under the group's name too.
    private static final Set<String> BY_GROUP =
            Set.of("apiregistration.k8s.io", "apiextensions.k8s.io");

    static Keys of(GroupResource resource) {
        String directory = IRREGULAR.get(resource);
        if (directory == null) {
            directory =
                    BY_GROUP.contains(resource.group())
                            ? resource.group() + "/" + resource.resource()
                            : resource.resource();
        }
        return new Keys(ROOT + directory + "/");
    }

    /// The keys of a custom resource, which are below its group.
    static Keys ofCustom(GroupResource resource) {
        return new Keys(ROOT + resource.group() + "/" + resource.resource() + "/");
    }

    /// The part of all keys that tells the resource: `configmaps`.
    String directory() {
        return prefix.substring(ROOT.length(), prefix.length() - 1);
    }

    /// The key of one object; the namespace is empty for cluster-scoped resources.
    String of(String namespace, String name) {
        return within(namespace) + name;
    }

    /// The prefix of all keys in a namespace; of all keys when that is empty.
    String within(String namespace) {
        return namespace.isEmpty() ? prefix : prefix + namespace + "/";
    }
}
