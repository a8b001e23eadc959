package dev.purser.app.keys;

import dev.purser.app.keys.RotationMarker.OldKeys;
import dev.purser.app.keys.RotationMarker.Pending;
import dev.purser.store.StoreException;
import dev.purser.store.custody.CustodyException;
import dev.purser.store.seal.Keyring;
import dev.purser.store.seal.NamedKey;
import dev.purser.store.seal.SealedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings everything that is stored under a new key, while the store is in use. Thread-safe; one
/// run at a time.
///
/// The order is one that a crash cannot hurt. The marker comes first, then the new key is made
/// durable, then it seals, then every value is sealed anew; the old keys are forgotten last, when
/// neither a live value nor the store's history is under one of them. A run that was interrupted at
/// any point goes on where it was.
public final class KeyRotation {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

    /// Rewrites that share the disk's synchronisations.
    private static final int CONCURRENT = 16;

    private final SealedStore store;
    private final DefaultKeys keys;
    private final SealingPlan plan;
    private final RotationMarker marker;
    private final List<SealedElsewhere> elsewhere;
    private final AtomicLong done = new AtomicLong();
    private volatile Progress progress = new Progress(State.IDLE, 0, 0, "");

    /// @param elsewhere what the default keys seal beside the store's values
    public KeyRotation(
            SealedStore store,
            DefaultKeys keys,
            SealingPlan plan,
            RotationMarker marker,
            List<SealedElsewhere> elsewhere) {
        this.store = store;
        this.keys = keys;
        this.plan = plan;
        this.marker = marker;
        this.elsewhere = List.copyOf(elsewhere);
    }

    /// Something outside the store that is sealed with the default keys.
    public interface SealedElsewhere {
        /// Seals it with the first of the keys in use, if it is not yet; durable when it returns.
        ///
        /// @throws CustodyException if it cannot
        void sealAnew();
    }

    /// How far a run has come.
    public enum State {
        IDLE,
        REWRITING,
        FORGETTING,
        DONE,
        FAILED
    }

    /// @param message why it failed, or what was achieved
    public record Progress(State state, long done, long total, String message) {
        /// Whether a run is under way.
        public boolean isRunning() {
            return state == State.REWRITING || state == State.FORGETTING;
        }
    }

    /// How far the present run is, or how the last one ended.
    public Progress progress() {
        Progress now = progress;
        return now.state() == State.REWRITING
                ? new Progress(now.state(), Math.min(done.get(), now.total()), now.total(), "")
                : now;
    }

    /// A run that was begun and is not finished; another process may have begun it.
    public Optional<Pending> pending() {
        return marker.read();
    }

    /// Says that a run is about to begin, for whoever asks before it has.
    void announce() {
        done.set(0);
        progress = new Progress(State.REWRITING, 0, 0, "");
    }

    /// Rotates, or finishes what was begun. Returns when all is done or has failed.
    public synchronized Progress run(OldKeys oldKeys) {
        try {
            announce();
            Pending pending = begin(oldKeys);
            rewriteAll();
            progress = new Progress(State.FORGETTING, done.get(), done.get(), "");
            elsewhere.forEach(SealedElsewhere::sealAnew);
            store.compact(Long.MAX_VALUE);
            String result = forget(pending);
            marker.clear();
            progress = new Progress(State.DONE, done.get(), done.get(), result);
            LOG.info("Rotation of keys: {} values rewritten; {}", done.get(), result);
        } catch (CustodyException | StoreException e) {
            String message = e.getMessage() == null ? "failed" : e.getMessage();
            progress = new Progress(State.FAILED, done.get(), progress.total(), message);
            LOG.error("Rotation of keys: {}", message);
        }
        return progress;
    }

    /// A new key in use, or the one of the run that is to be finished.
    private Pending begin(OldKeys oldKeys) {
        Optional<Pending> begun = marker.read();
        if (plan.author() == SealingPlan.Author.USER) {
            Pending pending = begun.orElse(new Pending("", oldKeys));
            marker.write(pending);
            return pending;
        }
        Keyring present = keys.keyring();
        if (begun.isPresent() && has(present, begun.get().newKey())) {
            return begun.get();
        }
        NamedKey fresh = keys.newKey();
        Pending pending = new Pending(fresh.name(), begun.map(Pending::oldKeys).orElse(oldKeys));
        marker.write(pending);
        List<NamedKey> all = new ArrayList<>(present.keys());
        all.addFirst(fresh);
        use(new Keyring(all));
        return pending;
    }

    /// Durable first, then in use.
    private void use(Keyring keyring) {
        keys.replace(keyring);
        store.replace(plan.with(keyring));
    }

    private static boolean has(Keyring keyring, String name) {
        return keyring.keys().stream().anyMatch(key -> key.name().equals(name));
    }

    /// Until nothing is left: what is written meanwhile is written with the new key.
    private void rewriteAll() {
        List<String> stale = store.staleKeys();
        while (!stale.isEmpty()) {
            progress = new Progress(State.REWRITING, 0, done.get() + stale.size(), "");
            rewrite(stale);
            stale = store.staleKeys();
        }
    }

    private void rewrite(List<String> stale) {
        List<Callable<Void>> shares = new ArrayList<>();
        for (int share = 0; share < CONCURRENT; share++) {
            int first = share;
            shares.add(() -> {
                for (int at = first; at < stale.size(); at += CONCURRENT) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new InterruptedException();
                    }
                    store.rewrite(stale.get(at));
                    done.incrementAndGet();
                }
                return null;
            });
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> share : executor.invokeAll(shares)) {
                share.get();
            }
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StoreException("rewriting failed: " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("rewriting was interrupted; the next rotation goes on", e);
        }
    }

    /// Takes the old keys out of use, which fails if a live value needs one, and then out of their
    /// custody.
    private String forget(Pending pending) {
        if (plan.author() == SealingPlan.Author.USER) {
            return "everything is under the first key of its resource; the other keys of your configuration are no longer needed";
        }
        List<NamedKey> all = keys.keyring().keys();
        if (pending.oldKeys() == OldKeys.KEEP) {
            return "%s is in use, %d older keys were kept"
                    .formatted(all.getFirst().name(), all.size() - 1);
        }
        Keyring remaining = new Keyring(List.of(all.getFirst()));
        store.replace(plan.with(remaining));
        keys.replace(remaining);
        return "%s is in use, %d older keys were removed"
                .formatted(all.getFirst().name(), all.size() - 1);
    }
}
