package dev.purser.node.pod;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// When it is a container's turn to be stopped: once others have ended. Its hook does not wait.
///
/// @param others complete when they have ended
record Turn(List<CompletableFuture<Void>> others) {
    /// A container that waits for nobody.
    static final Turn NOW = new Turn(List.of());

    Turn {
        others = List.copyOf(others);
    }

    /// Waits for its turn, but no longer than this.
    void await(Duration limit) throws InterruptedException {
        if (others.isEmpty()) {
            return;
        }
        try {
            CompletableFuture.allOf(others.toArray(CompletableFuture<?>[]::new))
                    .get(Math.max(0, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Their time is over, and so is this one's.
        }
    }
}
