package dev.purser.wire.http;

import dev.purser.api.status.StatusException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs a writer until its first byte, so that what goes wrong before can still be answered with a
/// status; then lets it go on into the answer's body.
///
/// The writer runs on a virtual thread of its own. One that has nothing to say for a while, a log
/// that is followed, is let through too.
public final class FirstBytes {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<OutputStream> target = new CompletableFuture<>();
    private final CompletableFuture<Void> finished = new CompletableFuture<>();
    private final Thread thread;

    private FirstBytes(Answer.Writer writer) {
        this.thread = Thread.ofVirtual().name("first-bytes").unstarted(() -> run(writer));
    }

    /// Starts the writer and waits for its first byte, its end, or a moment.
    ///
    /// @throws StatusException what the writer threw before its first byte
    public static FirstBytes start(Answer.Writer writer) {
        FirstBytes first = new FirstBytes(writer);
        first.thread.start();
        try {
            first.begun.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return first;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StatusException refused) {
                throw refused;
            }
            throw new IllegalStateException("a log could not be read", e.getCause());
        }
        return first;
    }

    private void run(Answer.Writer writer) {
        try {
            writer.writeTo(new Gate());
            begun.complete(null);
            finished.complete(null);
        } catch (IOException | RuntimeException e) {
            // The top of this thread: whoever waits is told.
            begun.completeExceptionally(e);
            finished.completeExceptionally(e);
        }
    }

    /// Connects the writer with the answer's body and returns when it has ended.
    public void writeTo(OutputStream out) throws IOException {
        target.complete(out);
        try {
            finished.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a log was written");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException broken) {
                throw broken;
            }
            throw new IOException("a log broke off", e.getCause());
        }
    }

    /// The client has gone.
    public void abandon() {
        target.completeExceptionally(new IOException("the client has gone"));
        thread.interrupt();
    }

    /// Holds the first byte back until there is a body to write it to.
    private final class Gate extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            begun.complete(null);
            body().write(bytes, from, count);
        }

        @Override
        public void flush() throws IOException {
            if (begun.isDone()) {
                body().flush();
            }
        }

        private OutputStream body() throws IOException {
            try {
                return target.get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a log waited for its reader");
            } catch (ExecutionException e) {
                throw new IOException("the client has gone", e.getCause());
            }
        }
    }
}
