package dev.purser.external.store;

import dev.purser.client.time.Timers;
import dev.purser.external.provider.ChangeSource;
import dev.purser.external.provider.SecretsClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A client with those who use it at the moment; closed when it is retired and the last of them is
/// done. Thread-safe.
final class OpenClient {
    /// How often the credentials are looked at; not at each call, since each look is a request.
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);

    private final SecretsClient client;
    private final Optional<ChangeSource.Subscription> subscription;
    private final StoreCredentials credentials;
    private final String version;
    private final Timers timers;
    private Instant used;
    private Instant checked;
    private int users;
    private boolean retired;

    /// @param subscription to what changes in the store, if it tells
    /// @param version of the store's specification that the client was opened by
    OpenClient(
            SecretsClient client,
            Optional<ChangeSource.Subscription> subscription,
            StoreCredentials credentials,
            String version,
            Timers timers) {
        this.client = client;
        this.subscription = subscription;
        this.credentials = credentials;
        this.version = version;
        this.timers = timers;
        this.used = timers.instant();
        this.checked = used;
    }

    SecretsClient client() {
        return client;
    }

    /// Whether the client is still what the store says.
    boolean isCurrent(String wanted) {
        return version.equals(wanted) && !(isCheckDue() && credentials.haveChanged());
    }

    private synchronized boolean isCheckDue() {
        Instant now = timers.instant();
        if (now.isBefore(checked.plus(CHECK_INTERVAL))) {
            return false;
        }
        checked = now;
        return true;
    }

    synchronized void use() {
        users++;
        used = timers.instant();
    }

    /// Whether nobody has used the client for as long, and nobody listens to it.
    synchronized boolean isIdle(Duration time) {
        return users == 0 && subscription.isEmpty() && !timers.instant().isBefore(used.plus(time));
    }

    void release() {
        boolean last;
        synchronized (this) {
            users--;
            used = timers.instant();
            last = retired && users == 0;
        }
        if (last) {
            close();
        }
    }

    /// Closes the client as soon as nobody uses it. Called once.
    void retire() {
        boolean unused;
        synchronized (this) {
            retired = true;
            unused = users == 0;
        }
        if (unused) {
            close();
        }
    }

    private void close() {
        subscription.ifPresent(ChangeSource.Subscription::close);
        client.close();
    }
}
