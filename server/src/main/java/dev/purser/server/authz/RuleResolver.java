package dev.purser.server.authz;

import dev.purser.server.authz.RbacIndex.Grant;
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

    private void add(List<PolicyRule> result, List<Grant> grants) {
        for (Grant grant : grants) {
            List<PolicyRule> rules = index.rules(grant.binding().role());
            if (rules != null) {
                result.addAll(rules);
            }
        }
    }
}
