package dev.purser.external.provider.vault;

import dev.purser.client.time.Timers;
import dev.purser.external.provider.Credentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.secret.SecretValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The token of a store: got by one login, renewed when two thirds of its time are over, got anew
/// when it cannot be renewed or Vault does not accept it any more, and revoked in the end if it was
/// made for the store. Thread-safe: while one caller logs in, the others wait for the outcome.
final class VaultSession implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(VaultSession.class);

    /// A token that ends sooner is as good as over.
    private static final Duration MARGIN = Duration.ofSeconds(2);

    private final VaultLogin login;
    private final VaultTokens tokens;
    private final Credentials credentials;
    private final Timers timers;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Lease lease;
    private final AtomicLong attempts = new AtomicLong();
    private @Nullable ProviderException failure;
    private boolean closed;

    /// @param refreshAt when to care for it
    /// @param endsAt when it is of no use any more
    private record Lease(Grant grant, Instant refreshAt, Instant endsAt) {
        static Lease of(Grant grant, Instant now) {
            if (grant.lasts().isZero()) {
                return new Lease(grant, Instant.MAX, Instant.MAX);
            }
            Duration twoThirds = grant.lasts().multipliedBy(2).dividedBy(3);
            return new Lease(grant, now.plus(twoThirds), now.plus(grant.lasts()).minus(MARGIN));
        }
    }

    VaultSession(VaultLogin login, VaultTokens tokens, Credentials credentials, Timers timers) {
        this.login = login;
        this.tokens = tokens;
        this.credentials = credentials;
        this.timers = timers;
    }

    /// A token that should be good; logs in or renews if it must.
    SecretValue token() throws ProviderException, InterruptedException {
        Lease known = lease;
        if (known != null && timers.instant().isBefore(known.refreshAt())) {
            return known.grant().token();
        }
        long seen = attempts.get();
        lock.lockInterruptibly();
        try {
            Lease now = lease;
            if (now == null) {
                return logIn(seen);
            }
            return timers.instant().isBefore(now.refreshAt())
                    ? now.grant().token()
                    : refresh(now, seen);
        } finally {
            lock.unlock();
        }
    }

    /// Another token, since Vault did not accept this one.
    ///
    /// @return empty if no other can be had
    Optional<SecretValue> instead(SecretValue refused)
            throws ProviderException, InterruptedException {
        if (isLent() || isNobodys()) {
            return Optional.empty();
        }
        long seen = attempts.get();
        lock.lockInterruptibly();
        try {
            Lease now = lease;
            if (now != null && !now.grant().token().equals(refused)) {
                return Optional.of(now.grant().token());
            }
            lease = null; // nothing is left to revoke
            return Optional.of(logIn(seen));
        } finally {
            lock.unlock();
        }
    }

    /// Whether the token is somebody else's, so that no other can be had.
    boolean isLent() {
        return login instanceof VaultLogin.Token;
    }

    /// Whether there is no token at all.
    boolean isNobodys() {
        return login instanceof VaultLogin.Nobody;
    }

    private SecretValue refresh(Lease old, long seen)
            throws ProviderException, InterruptedException {
        if (old.grant().renewable() && timers.instant().isBefore(old.endsAt())) {
            Optional<Lease> renewed = renewed(old);
            if (renewed.isPresent()) {
                lease = renewed.get();
                return renewed.get().grant().token();
            }
        }
        return logIn(seen);
    }

    /// Empty if a login is the better way: near the end that the token has in any case, renewals
    /// give less and less time.
    private Optional<Lease> renewed(Lease old) throws InterruptedException {
        Duration wanted = old.grant().lasts();
        try {
            Grant grant = tokens.renew(old.grant().token());
            return grant.lasts().compareTo(wanted.dividedBy(2)) < 0
                    ? Optional.empty()
                    : Optional.of(Lease.of(grant, timers.instant()));
        } catch (ProviderException e) {
            log.debug("a token of Vault cannot be renewed: {}", e.kind());
            return Optional.empty();
        }
    }

    /// @param seen how many logins there had been when the caller began to wait: if one has failed
    ///   since, its failure is the caller's too
    private SecretValue logIn(long seen) throws ProviderException, InterruptedException {
        ProviderException failed = failure;
        if (failed != null && attempts.get() != seen) {
            throw failed;
        }
        if (closed) {
            throw new ProviderException(Kind.UNAVAILABLE, "the store was closed");
        }
        try {
            revokeQuietly(lease);
            lease = null;
            Grant grant = login.login(tokens, credentials);
            lease = Lease.of(grant, timers.instant());
            failure = null;
            return grant.token();
        } catch (ProviderException e) {
            failure = e;
            throw e;
        } finally {
            attempts.incrementAndGet();
        }
    }

    /// Ends the token, if it is the store's own.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            revokeQuietly(lease);
            lease = null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /// A token that cannot be revoked ends by itself.
    private void revokeQuietly(@Nullable Lease old) throws InterruptedException {
        if (old == null || !old.grant().ours() || timers.instant().isAfter(old.endsAt())) {
            return;
        }
        try {
            tokens.revoke(old.grant().token());
        } catch (ProviderException e) {
            log.debug("a token of Vault cannot be revoked: {}", e.kind());
        }
    }
}
