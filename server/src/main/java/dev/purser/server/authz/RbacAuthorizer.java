package dev.purser.server.authz;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
        RoleBinding binding = allowing("", identity, attributes, missingRoles);
        if (binding == null && !attributes.namespace().isEmpty()) {
            binding = allowing(attributes.namespace(), identity, attributes, missingRoles);
        }
        return binding == null
                ? new NoOpinion(reason(missingRoles))
                : new Allowed(binding.reason(identity));
    }

    private @Nullable RoleBinding allowing(
            String namespace, Identity identity, Attributes attributes, Set<String> missingRoles) {
        for (SubjectGrants held : index.grants(namespace, identity)) {
            RoleBinding binding = held.allowing(attributes, index, missingRoles);
            if (binding != null) {
                return binding;
            }
        }
        return null;
    }

    private static String reason(Set<String> missingRoles) {
        return switch (missingRoles.size()) {
            case 0 -> "";
            case 1 -> "RBAC: " + missingRoles.iterator().next();
            default -> "RBAC: [" + String.join(", ", missingRoles) + "]";
        };
    }
}
