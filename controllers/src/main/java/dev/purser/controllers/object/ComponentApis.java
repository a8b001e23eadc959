package dev.purser.controllers.object;

import dev.purser.client.Api;

/// Gives each part of the control plane the API under a user name of its own, so that it may do no
/// more than its role allows: the names and roles are those of Kubernetes' own components.
@FunctionalInterface
public interface ComponentApis {
    /// What fills the caches that controllers share.
    String CONTROLLER_MANAGER = "system:kube-controller-manager";

    /// What binds pods to nodes.
    String SCHEDULER = "system:kube-scheduler";

    /// The namespace of the service accounts that controllers act as.
    String NAMESPACE = "kube-system";

    /// The API as this user has it.
    ///
    /// @param user [#CONTROLLER_MANAGER], [#SCHEDULER] or a service account of [#NAMESPACE]
    Api of(String user);

    /// The API as one controller has it.
    ///
    /// @param name of its service account, such as `deployment-controller`
    default Api controller(String name) {
        return of("system:serviceaccount:" + NAMESPACE + ":" + name);
    }
}
