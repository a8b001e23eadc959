package dev.purser.node.exec;

import dev.purser.node.linux.NamedPipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Hands on what comes out of a pipe, on a thread of its own.
final class Copying {
    private Copying() {}

    /// @return completes at the pipe's end, or with the first failure of either side
    static CompletableFuture<Boolean> start(NamedPipe from, Target to) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        Thread.ofVirtual()
                .name("exec-output")
                .start(() -> {
                    try {
                        for (ByteBuffer next = from.read();
                                next.hasRemaining();
                                next = from.read()) {
                            to.take(next);
                        }
                        done.complete(true);
                    } catch (IOException | InterruptedException | RuntimeException e) {
                        done.completeExceptionally(e);
                    }
                });
        return done;
    }

    /// Waits for all of them, or for the first that fails.
    static void await(List<CompletableFuture<Boolean>> all)
            throws IOException, InterruptedException {
        CompletableFuture<Boolean> failure = new CompletableFuture<>();
        for (CompletableFuture<Boolean> each : all) {
            var _ =
                    each.whenComplete((_, problem) -> {
                        if (problem != null) {
                            failure.completeExceptionally(problem);
                        }
                    });
        }
        CompletableFuture<?> done =
                CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0]));
        try {
            CompletableFuture.anyOf(done, failure).get();
        } catch (ExecutionException e) {
            throw new IOException("a command's output ended early: " + e.getMessage(), e);
        }
    }

    /// Takes bytes; valid until it returns.
    interface Target {
        void take(ByteBuffer content) throws IOException;
    }
}
