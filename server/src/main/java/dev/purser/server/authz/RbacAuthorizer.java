package dev.purser.server.authz;

import dev.purser.server.authz.RbacIndex.Grant;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Role based access control: what no role allows is not allowed. Decides from an index in a few
/// microseconds. Thread-safe.
public final class RbacAuthorizer implements Authorizer {
    private final RbacIndex index;

    public RbacAuthorizer(RbacIndex index) {
        this.index = index;
    }

    @Override
    public Decision authorize(Identity identity, Attributes attributes) {
        Set<String> missingRoles = new LinkedHashSet<>();
        for (Grant grant : index.grants("", identity)) {
            if (allows(grant, attributes, missingRoles)) {
                return new Allowed(grant.binding().reason(grant.subject()));
            }
        }
        if (!attributes.namespace().isEmpty()) {
            for (Grant grant : index.grants(attributes.namespace(), identity)) {
                if (allows(grant, attributes, missingRoles)) {
                    return new Allowed(grant.binding().reason(grant.subject()));
                }
            }
        }
        return new NoOpinion(reason(missingRoles));
    }

    private boolean allows(Grant grant, Attributes attributes, Set<String> missingRoles) {
        List<PolicyRule> rules = index.rules(grant.binding().role());
        if (rules == null) {
            missingRoles.add(grant.binding().role().notFound());
            return false;
        }
        for (PolicyRule rule : rules) {
            if (rule.allows(attributes)) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Set<String> missingRoles) {
        return switch (missingRoles.size()) {
            case 0 -> "";
            case 1 -> "RBAC: " + missingRoles.iterator().next();
            default -> "RBAC: [" + String.join(", ", missingRoles) + "]";
        };
    }
}
