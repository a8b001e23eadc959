package dev.purser.api.kind.rbac;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.VersionKinds;
import dev.purser.api.resource.Scope;

/// The kinds that say who may do what.
public final class RbacKinds {
    private RbacKinds() {}

    /// @param goForm shows parts of objects in messages
    public static VersionKinds all(GoForm goForm) {
        return VersionKinds.of("rbac.authorization.k8s.io", "v1")
                .with("Role", new RoleRules(Scope.NAMESPACED))
                .with("ClusterRole", new RoleRules(Scope.CLUSTER))
                .with("RoleBinding", new RoleBindingRules(Scope.NAMESPACED, goForm))
                .with("ClusterRoleBinding", new RoleBindingRules(Scope.CLUSTER, goForm));
    }
}
