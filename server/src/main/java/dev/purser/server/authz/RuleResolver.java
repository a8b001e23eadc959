package dev.purser.server.authz;

import dev.purser.server.authz.RbacIndex.Grant;
import dev.purser.server.authz.RoleBinding.RoleRef;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.List;

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
        add(result, index.grants("", identity));
        if (!namespace.isEmpty()) {
            add(result, index.grants(namespace, identity));
        }
        return result;
    }

    /// What is said about the roles that somebody was given and that are not there.
    public List<String> missingRoles(Identity identity, String namespace) {
        List<Grant> grants = new ArrayList<>(index.grants("", identity));
        if (!namespace.isEmpty()) {
            grants.addAll(index.grants(namespace, identity));
        }
        return grants.stream()
                .map(grant -> grant.binding().role())
                .filter(role -> index.rules(role) == null)
                .map(RoleRef::notFound)
                .distinct()
                .toList();
    }

    private void add(List<PolicyRule> result, List<Grant> grants) {
        for (Grant grant : grants) {
            List<PolicyRule> rules = index.rules(grant.binding().role());
            if (rules != null) {
                result.addAll(rules);
            }
        }
    }
}
