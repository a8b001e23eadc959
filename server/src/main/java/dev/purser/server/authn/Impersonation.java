package dev.purser.server.authn;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditTrail;
import dev.purser.server.request.Identity;
import dev.purser.wire.request.ApiRequest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Lets somebody act as somebody else, by the `Impersonate-` headers, when the roles allow it in
/// one of the ways of [ImpersonationMode]. When none does, the answer tells what the first of them
/// lacks, as Kubernetes' does.
public final class Impersonation {
    /// The older way first: who may act in it does so, always. Kubernetes begins with the newer
    /// ways but then with the one that was last good for the requestor, so that the same request
    /// may make a node, with the group of nodes, or a user of that name. What is said to who may
    /// act in none follows the order of the newer ways first.
    private static final List<ImpersonationMode> ATTEMPTS = attempts();

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
        Map<ImpersonationMode, StatusException> refusals = new EnumMap<>(ImpersonationMode.class);
        for (ImpersonationMode mode : ATTEMPTS) {
            if (mode.applies(requestor, target)) {
                StatusException refusal = refusal(mode, requestor, target, attributes);
                if (refusal == null) {
                    Identity identity = target.toIdentity(mode);
                    audit.actsAs(identity, mode.isConstrained() ? mode.verb() : "");
                    return identity;
                }
                refusals.put(mode, refusal);
            }
        }
        // The older way applies to everybody, so something was refused.
        throw refusals.values().stream()
                .findFirst()
                .orElseGet(() -> new StatusException(StatusReason.FORBIDDEN, "forbidden"));
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

    private static List<ImpersonationMode> attempts() {
        List<ImpersonationMode> attempts = new ArrayList<>(List.of(ImpersonationMode.values()));
        attempts.remove(ImpersonationMode.LEGACY);
        attempts.addFirst(ImpersonationMode.LEGACY);
        return List.copyOf(attempts);
    }
}
