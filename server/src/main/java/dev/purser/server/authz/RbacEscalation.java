package dev.purser.server.authz;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.authz.Authorizer.Allowed;
import dev.purser.server.authz.RoleBinding.RoleRef;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.List;
import java.util.Optional;

/// Keeps people from granting what they do not have themselves.
///
/// Whoever writes a role must hold all its rules, or the verb `escalate` on it; whoever writes a
/// binding must hold all rules of its role, or the verb `bind` on that role. Thread-safe.
public final class RbacEscalation {
    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final String VERSION = "v1";

    private final Authorizer authorizer;
    private final RuleResolver resolver;
    private final RbacIndex index;

    public RbacEscalation(Authorizer authorizer, RuleResolver resolver, RbacIndex index) {
        this.authorizer = authorizer;
        this.resolver = resolver;
        this.index = index;
    }

    /// Checks that somebody may write a Role or ClusterRole as it is. A role that gathers the rules
    /// of others may come to hold anything, and one that did so may be kept from losing them: both
    /// take all rights there are.
    ///
    /// @param attributes of the write
    /// @param former the role that is replaced
    /// @throws dev.purser.api.status.StatusException with reason `Forbidden`
    public void checkRole(
            Identity identity,
            Attributes attributes,
            KubeObject role,
            Optional<KubeObject> former) {
        if (isExempt(identity) || isAllowed(identity, escalate(attributes))) {
            return;
        }
        requireHeld(
                identity, attributes, role.name(), PolicyRule.listOf(role.json().path("rules")));
        if (isAggregated(role) || former.filter(RbacEscalation::isAggregated).isPresent()) {
            requireEverything(identity, attributes, role.name());
        }
    }

    private static boolean isAggregated(KubeObject role) {
        return role.json().hasNonNull("aggregationRule");
    }

    private void requireEverything(Identity identity, Attributes attributes, String name) {
        List<PolicyRule> held = resolver.rulesFor(identity, attributes.namespace());
        if (!RuleCoverage.missing(held, PolicyRule.everything()).isEmpty()) {
            throw StatusErrors.forbidden(
                    new GroupResource(GROUP, attributes.resource()),
                    name,
                    "must have cluster-admin privileges to use the aggregationRule");
        }
    }

    /// Checks that somebody may write a RoleBinding or ClusterRoleBinding as it is.
    ///
    /// @param attributes of the write
    /// @throws dev.purser.api.status.StatusException with reason `Forbidden`, or `NotFound` when
    ///   there is no such role
    public void checkBinding(Identity identity, Attributes attributes, KubeObject binding) {
        RoleRef role = roleOf(binding, attributes);
        String resource = role.kind().equals(RoleRef.ROLE) ? "roles" : "clusterroles";
        requireKnownKind(identity, role);
        if (isExempt(identity) || isAllowed(identity, bind(attributes, resource, role.name()))) {
            return;
        }
        List<PolicyRule> wanted = index.rules(role);
        if (wanted == null) {
            throw StatusErrors.notFound(
                    new GroupResource(GROUP, attributes.resource()), role.name());
        }
        requireHeld(identity, attributes, binding.name(), wanted);
    }

    /// An update may leave the namespace out of the object.
    private static RoleRef roleOf(KubeObject binding, Attributes attributes) {
        RoleRef role = RoleBinding.of(binding).role();
        return role.kind().equals(RoleRef.ROLE)
                ? new RoleRef(attributes.namespace(), role.kind(), role.name())
                : role;
    }

    /// Kubernetes looks for the role before it checks what the binding says, and meets a kind that
    /// it does not know with a bare 500.
    private void requireKnownKind(Identity identity, RoleRef role) {
        boolean isKnown =
                role.kind().equals(RoleRef.ROLE) || role.kind().equals(RoleRef.CLUSTER_ROLE);
        if (!isKnown && !isExempt(identity)) {
            throw new StatusException(
                    StatusReason.UNKNOWN,
                    "unsupported role reference kind: \"%s\"".formatted(role.kind()));
        }
    }

    private static boolean isExempt(Identity identity) {
        return identity.groups().contains(Identity.MASTERS);
    }

    private boolean isAllowed(Identity identity, Attributes attributes) {
        return authorizer.authorize(identity, attributes) instanceof Allowed;
    }

    private static Attributes escalate(Attributes write) {
        return new Attributes(
                "escalate",
                GROUP,
                VERSION,
                write.resource(),
                "",
                write.namespace(),
                write.name(),
                "");
    }

    private static Attributes bind(Attributes write, String resource, String role) {
        return new Attributes("bind", GROUP, VERSION, resource, "", write.namespace(), role, "");
    }

    private void requireHeld(
            Identity identity, Attributes attributes, String name, List<PolicyRule> wanted) {
        List<PolicyRule> held = resolver.rulesFor(identity, attributes.namespace());
        List<PolicyRule> missing = RuleCoverage.missing(held, wanted);
        if (!missing.isEmpty()) {
            throw StatusErrors.forbidden(
                    new GroupResource(GROUP, attributes.resource()),
                    name,
                    "user \"%s\" (groups=%s) is attempting to grant RBAC permissions not currently held:\n%s%s"
                            .formatted(
                                    identity.name(),
                                    RuleCoverage.quoted(identity.groups()),
                                    RuleCoverage.describe(missing),
                                    resolutionErrors(identity, attributes)));
        }
    }

    /// Roles that somebody was given and that are not there. Kubernetes looks for them as for what
    /// the request is about, and so calls them.
    private String resolutionErrors(Identity identity, Attributes attributes) {
        List<String> missing =
                resolver.missingRoles(identity, attributes.namespace()).stream()
                        .map(RoleRef::name)
                        .distinct()
                        .map(name ->
                                "%s.%s \"%s\" not found"
                                        .formatted(attributes.resource(), GROUP, name))
                        .toList();
        return switch (missing.size()) {
            case 0 -> "";
            case 1 -> "; resolution errors: [" + missing.getFirst() + "]";
            default -> "; resolution errors: [[" + String.join(", ", missing) + "]]";
        };
    }
}
