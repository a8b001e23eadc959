package dev.purser.server.authn;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.request.ApiRequest;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditTrail;
import dev.purser.server.request.Identity;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Lets somebody act as somebody else, by the `Impersonate-` headers, when the roles allow it in
/// one of the ways of [ImpersonationMode]. When none does, the answer tells what the first of them
/// lacks, as Kubernetes' does.
public final class Impersonation {
    private final Authorizer authorizer;

    public Impersonation(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /// Who the request acts as: the requestor, or whom its headers name.
    ///
    /// @param audit is told whom, and by what right
    /// @throws StatusException with reason `Forbidden`, or `BadRequest` for headers without a user
    public Identity apply(
            Identity requestor,
            ApiRequest.Headers headers,
            Attributes attributes,
            AuditTrail audit) {
        Optional<ImpersonationTarget> found = ImpersonationTarget.from(headers);
        if (found.isEmpty()) {
            return requestor;
        }
        ImpersonationTarget target = found.get();
        if (target.user().isEmpty()) {
            throw StatusErrors.badRequest(
                    "requested " + target + " without impersonating a user name");
        }
        StatusException first = null;
        for (ImpersonationMode mode : ImpersonationMode.values()) {
            if (mode.applies(requestor, target)) {
                StatusException refusal = refusal(mode, requestor, target, attributes);
                if (refusal == null) {
                    Identity identity = target.toIdentity(mode);
                    audit.actsAs(identity, mode.isConstrained() ? mode.verb() : "");
                    return identity;
                }
                first = first == null ? refusal : first;
            }
        }
        // The older way applies to everybody, so something was refused.
        throw first == null ? new StatusException(StatusReason.FORBIDDEN, "forbidden") : first;
    }

    private @Nullable StatusException refusal(
            ImpersonationMode mode,
            Identity requestor,
            ImpersonationTarget target,
            Attributes attributes) {
        try {
            new ImpersonationCheck(authorizer, mode, requestor).require(target, attributes);
            return null;
        } catch (StatusException e) {
            if (e.reason() != StatusReason.FORBIDDEN) {
                throw e;
            }
            return e;
        }
    }
}
