package dev.purser.server.authn;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.authn.ImpersonationTarget.Kind;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.Refusals;
import dev.purser.server.request.ApiRequest;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.Optional;

/// Lets somebody act as somebody else, by the `Impersonate-` headers, when the roles allow it.
///
/// Two sets of verbs allow it. Constrained impersonation (KEP-5284) asks for the right to do this
/// very thing on behalf of others, and for the right to be this very user:
/// `impersonate-on:MODE:VERB` and `impersonate:MODE`. The older verb `impersonate` allows
/// everything its target may do. When neither does, the answer tells what the constrained form
/// lacks, as Kubernetes' does.
public final class Impersonation {
    private static final String AUTHENTICATION = "authentication.k8s.io";

    private final Authorizer authorizer;

    public Impersonation(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /// Who the request acts as: the requestor, or whom its headers name.
    ///
    /// @throws StatusException with reason `Forbidden`, or `BadRequest` for headers without a user
    public Identity apply(Identity requestor, ApiRequest.Headers headers, Attributes attributes) {
        Optional<ImpersonationTarget> target = ImpersonationTarget.from(headers);
        if (target.isEmpty()) {
            return requestor;
        }
        if (target.get().user().isEmpty()) {
            throw StatusErrors.badRequest(
                    "requested " + target.get() + " without impersonating a user name");
        }
        requireAllowed(requestor, target.get(), attributes);
        return target.get().toIdentity();
    }

    private void requireAllowed(
            Identity requestor, ImpersonationTarget target, Attributes attributes) {
        try {
            requireConstrained(requestor, target, attributes);
        } catch (StatusException constrained) {
            try {
                requireLegacy(requestor, target);
            } catch (StatusException legacy) {
                if (legacy.reason() != StatusReason.FORBIDDEN) {
                    throw legacy;
                }
                throw constrained;
            }
        }
    }

    private void requireConstrained(
            Identity requestor, ImpersonationTarget target, Attributes attributes) {
        String mode = mode(target.kind());
        Refusals.requireAllowed(
                authorizer,
                requestor,
                attributes.withVerb("impersonate-on:" + mode + ":" + attributes.verb()));
        String verb = "impersonate:" + mode;
        switch (target.kind()) {
            case USER -> require(requestor, verb, AUTHENTICATION, "users", target.user());
            case NODE -> require(requestor, verb, AUTHENTICATION, "nodes", target.nodeName());
            case SERVICE_ACCOUNT -> requireAccount(requestor, verb, AUTHENTICATION, target);
        }
        target.groups().forEach(group -> require(requestor, verb, AUTHENTICATION, "groups", group));
        requireUidAndExtra(requestor, verb, target);
    }

    private void requireLegacy(Identity requestor, ImpersonationTarget target) {
        String verb = "impersonate";
        switch (target.kind()) {
            case USER, NODE -> require(requestor, verb, "", "users", target.user());
            case SERVICE_ACCOUNT -> requireAccount(requestor, verb, "", target);
        }
        target.groups().forEach(group -> require(requestor, verb, "", "groups", group));
        requireUidAndExtra(requestor, verb, target);
    }

    private void requireUidAndExtra(Identity requestor, String verb, ImpersonationTarget target) {
        if (!target.uid().isEmpty()) {
            require(requestor, verb, AUTHENTICATION, "uids", target.uid());
        }
        target.extra()
                .forEach((key, values) ->
                        values.forEach(value -> requireExtra(requestor, verb, key, value)));
    }

    private void require(
            Identity requestor, String verb, String group, String resource, String name) {
        Refusals.requireAllowed(
                authorizer,
                requestor,
                new Attributes(verb, group, "v1", resource, "", "", name, ""));
    }

    private void requireAccount(
            Identity requestor, String verb, String group, ImpersonationTarget target) {
        Refusals.requireAllowed(
                authorizer,
                requestor,
                new Attributes(
                        verb,
                        group,
                        "v1",
                        "serviceaccounts",
                        "",
                        target.accountNamespace(),
                        target.accountName(),
                        ""));
    }

    private void requireExtra(Identity requestor, String verb, String key, String value) {
        Refusals.requireAllowed(
                authorizer,
                requestor,
                new Attributes(verb, AUTHENTICATION, "v1", "userextras", key, "", value, ""));
    }

    private static String mode(Kind kind) {
        return switch (kind) {
            case USER -> "user-info";
            case NODE -> "arbitrary-node";
            case SERVICE_ACCOUNT -> "serviceaccount";
        };
    }
}
