package dev.purser.server.authz;

import dev.purser.server.authz.RoleBinding.RoleRef;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Lists what somebody may do, rather than deciding one request. Thread-safe.
public final class RuleResolver {
    private final RbacIndex index;

    public RuleResolver(RbacIndex index) {
        this.index = index;
    }

    /// The rules of all roles an identity has, in one namespace or (empty) in the whole cluster.
    /// What `system:masters` may do beside its roles is no rule and not among them.
    public List<PolicyRule> rulesFor(Identity identity, String namespace) {
        List<PolicyRule> result = new ArrayList<>();
        for (RoleBinding binding : bindings(identity, namespace)) {
            Role role = index.role(binding.role());
            if (role != null) {
                result.addAll(role.rules());
            }
        }
        return result;
    }

    /// What is said about the roles that somebody was given and that are not there.
    public List<String> problems(Identity identity, String namespace) {
        return missingRoles(identity, namespace).stream().map(RoleRef::notFound).toList();
    }

    /// The roles that somebody was given and that are not there.
    List<RoleRef> missingRoles(Identity identity, String namespace) {
        return bindings(identity, namespace).stream()
                .map(RoleBinding::role)
                .filter(role -> index.role(role) == null)
                .distinct()
                .toList();
    }

    /// Each binding once, even if it is for several of the identity's groups.
    private Set<RoleBinding> bindings(Identity identity, String namespace) {
        Set<RoleBinding> result = new LinkedHashSet<>();
        index.grants("", identity).forEach(held -> result.addAll(held.bindings()));
        if (!namespace.isEmpty()) {
            index.grants(namespace, identity).forEach(held -> result.addAll(held.bindings()));
        }
        return result;
    }
}
