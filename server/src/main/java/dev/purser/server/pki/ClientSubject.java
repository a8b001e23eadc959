package dev.purser.server.pki;

import dev.purser.server.request.Identity;
import java.util.List;

/// The holder of a client certificate: the common name becomes the user, the organizations its
/// groups.
public record ClientSubject(String user, List<String> groups) {
    public ClientSubject {
        groups = List.copyOf(groups);
    }

    /// The administrator of a cluster, who may do everything.
    public static ClientSubject admin() {
        return new ClientSubject("kubernetes-admin", List.of(Identity.MASTERS));
    }

    /// The API server, when it asks a node. A role of its own says what it may do there.
    public static ClientSubject apiServer() {
        return new ClientSubject("kube-apiserver-kubelet-client", List.of());
    }

    /// The agent of a node.
    public static ClientSubject node(String nodeName) {
        return new ClientSubject("system:node:" + nodeName, List.of("system:nodes"));
    }
}
