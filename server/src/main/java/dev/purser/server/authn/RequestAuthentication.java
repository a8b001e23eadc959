package dev.purser.server.authn;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.request.Identity;
import dev.purser.wire.request.ApiRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who sends a request: every kind of credential is tried in turn, and the first that is valid says
/// it.
///
/// A request with a credential that nobody accepts is `Unauthorized`, even where requests without
/// any are let through as anonymous: whoever tries to be somebody is never taken for nobody. Why is
/// logged, at most once a second and without the credential, and not told to the client.
/// Thread-safe.
public final class RequestAuthentication {
    private static final Logger LOG = LoggerFactory.getLogger(RequestAuthentication.class);

    private static final Duration QUIET = Duration.ofSeconds(1);

    private final List<Authenticator> authenticators;
    private final AnonymousAccess anonymous;
    private final InstantSource clock;
    private final AtomicLong lastTold = new AtomicLong();

    public RequestAuthentication(
            List<Authenticator> authenticators, AnonymousAccess anonymous, InstantSource clock) {
        this.authenticators = List.copyOf(authenticators);
        this.anonymous = anonymous;
        this.clock = clock;
    }

    /// The sender, with the group that tells whether a credential was shown.
    ///
    /// @throws StatusException with reason `Unauthorized`
    public Authentication authenticate(ApiRequest request) {
        List<String> refusals = new ArrayList<>();
        for (Authenticator authenticator : authenticators) {
            try {
                Optional<Authentication> found = authenticator.authenticate(request);
                if (found.isPresent()) {
                    return found.get().marked();
                }
            } catch (AuthenticationException e) {
                refusals.addAll(e.reasons());
            }
        }
        if (!refusals.isEmpty()) {
            tell(new AuthenticationException(refusals));
            throw unauthorized();
        }
        if (!anonymous.permits(request.path())) {
            throw unauthorized();
        }
        return Authentication.of(Identity.anonymous());
    }

    /// Whoever sends a thousand bad tokens a second does not fill the log.
    private void tell(AuthenticationException refusal) {
        long now = clock.millis();
        long last = lastTold.get();
        if (now - last >= QUIET.toMillis() && lastTold.compareAndSet(last, now)) {
            LOG.info("a credential was refused: {}", refusal.getMessage());
        }
    }

    private static StatusException unauthorized() {
        return new StatusException(StatusReason.UNAUTHORIZED, "Unauthorized");
    }
}
