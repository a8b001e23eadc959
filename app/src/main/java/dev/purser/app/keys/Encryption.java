package dev.purser.app.keys;

import dev.purser.app.keys.KeyRotation.Progress;
import dev.purser.app.keys.RotationMarker.OldKeys;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// The encryption of a running Purser, as its administrators see it: a report, and a rotation in
/// the background. Thread-safe.
public final class Encryption implements AutoCloseable {
    private final EncryptionReport report;
    private final KeyRotation rotation;
    private final AtomicReference<@Nullable Thread> running = new AtomicReference<>();

    public Encryption(EncryptionReport report, KeyRotation rotation) {
        this.report = report;
        this.rotation = rotation;
    }

    /// How things stand now.
    public ObjectNode report() {
        return report.json();
    }

    /// Begins a rotation; one that is under way goes on instead.
    public synchronized void rotate(OldKeys oldKeys) {
        Thread last = running.get();
        if (last == null || !last.isAlive()) {
            Thread thread =
                    Thread.ofPlatform()
                            .name("key-rotation")
                            .daemon()
                            .unstarted(() -> {
                                Progress _ = rotation.run(oldKeys);
                            });
            rotation.announce();
            running.set(thread);
            thread.start();
        }
    }

    /// Goes on with a rotation that an earlier process did not finish.
    public void resume() {
        rotation.pending().ifPresent(pending -> rotate(pending.oldKeys()));
    }

    /// Ends a rotation where it is: the next start goes on with it.
    @Override
    public void close() {
        Thread thread = running.get();
        if (thread == null) {
            return;
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
