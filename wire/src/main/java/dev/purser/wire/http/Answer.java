package dev.purser.wire.http;

import dev.purser.client.node.StreamTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// What goes back to the client.
public record Answer(int status, List<Map.Entry<String, String>> headers, Body body) {
    private static final Follower UNHEARD =
            new Follower() {
                @Override
                public void started(int status) {
                    // Nobody wants to know.
                }

                @Override
                public void ended() {
                    // Nobody wants to know.
                }
            };

    public Answer {
        headers = List.copyOf(headers);
    }

    /// What an answer consists of behind its headers.
    public sealed interface Body {}

    /// Bytes that are there already; not to be changed.
    public static final class Bytes implements Body {
        private final byte[] content;
        private final @Nullable ObjectNode document;

        private Bytes(byte[] content, @Nullable ObjectNode document) {
            this.content = content;
            this.document = document;
        }

        /// The bytes, the caller's own.
        public byte[] copy() {
            return content.clone();
        }

        /// What the bytes were made of, if it was a tree; not to be changed.
        public Optional<ObjectNode> document() {
            return Optional.ofNullable(document);
        }

        byte[] content() {
            return content;
        }
    }

    /// A body that is written as one piece, however large.
    ///
    /// @param onUnwanted called instead of the writer when nobody wants the body
    public record Written(Writer writer, Runnable onUnwanted) implements Body {}

    /// A body that goes on for as long as something happens; every flush reaches the client. In a
    /// WebSocket every write is a message.
    ///
    /// @param onGone called, on any thread, when the client has gone; the writer's next write fails
    /// @param begun completes when all that was there at the beginning has been written
    public record Streamed(Writer writer, Runnable onGone, CompletionStage<?> begun)
            implements Body {
        /// A body that begins with nothing.
        public Streamed(Writer writer, Runnable onGone) {
            this(writer, onGone, CompletableFuture.completedFuture(true));
        }
    }

    /// The connection is upgraded and joined to what a node has prepared.
    ///
    /// @param target what it is joined to
    /// @param follower is told how it goes
    public record Upgraded(StreamTarget target, Follower follower) implements Body {}

    /// Hears of a connection that was handed over, on any thread.
    public interface Follower {
        /// The client was answered.
        ///
        /// @param status 101, or an error, after which the connection has not been handed over
        void started(int status);

        /// The connection has ended; perhaps more than once.
        void ended();
    }

    /// Writes a body; throws when the client has gone.
    @FunctionalInterface
    public interface Writer {
        void writeTo(OutputStream out) throws IOException;
    }

    public static Answer of(int status, String contentType, byte[] content) {
        return new Answer(status, type(contentType), new Bytes(content, null));
    }

    /// Bytes that were made of a tree, which is not changed any more.
    public static Answer document(
            int status, String contentType, byte[] content, ObjectNode document) {
        return new Answer(status, type(contentType), new Bytes(content, document));
    }

    /// Plain text, as health checks and unknown paths are answered.
    public static Answer text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8))
                .with("X-Content-Type-Options", "nosniff");
    }

    public static Answer written(int status, String contentType, Writer writer) {
        return new Answer(status, type(contentType), new Written(writer, () -> {}));
    }

    public static Answer streamed(String contentType, Streamed body) {
        return new Answer(200, type(contentType), body);
    }

    /// An answer without a body.
    public static Answer empty(int status) {
        return new Answer(status, List.of(), new Bytes(new byte[0], null));
    }

    public static Answer upgraded(StreamTarget target) {
        return new Answer(101, List.of(), new Upgraded(target, UNHEARD));
    }

    /// The same answer with one more header.
    public Answer with(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new Answer(status, more, body);
    }

    /// The same answer, with something to do when it is over: written, broken off or not wanted. It
    /// may be done twice. For a body that is there already, it is done at once.
    public Answer endingWith(Runnable end) {
        return switch (body) {
            case Bytes _, Upgraded _ -> {
                end.run();
                yield this;
            }
            case Written written ->
                    withBody(
                            new Written(
                                    ending(written.writer, end), both(written.onUnwanted, end)));
            case Streamed streamed ->
                    withBody(
                            new Streamed(
                                    ending(streamed.writer, end),
                                    both(streamed.onGone, end),
                                    streamed.begun));
        };
    }

    /// The same answer, its body written by what is made of its writer. What is there already, or
    /// goes on and on, stays as it is.
    public Answer writtenBy(UnaryOperator<Writer> change) {
        return body instanceof Written written
                ? withBody(new Written(change.apply(written.writer), written.onUnwanted))
                : this;
    }

    /// Lets go of what the answer holds, when it is not written.
    public void discard() {
        switch (body) {
            case Bytes _, Upgraded _ -> {}
            case Written written -> written.onUnwanted.run();
            case Streamed streamed -> streamed.onGone.run();
        }
    }

    private Answer withBody(Body other) {
        return new Answer(status, headers, other);
    }

    private static Writer ending(Writer writer, Runnable end) {
        return out -> {
            try {
                writer.writeTo(out);
            } finally {
                end.run();
            }
        };
    }

    private static Runnable both(Runnable first, Runnable second) {
        return () -> {
            first.run();
            second.run();
        };
    }

    private static List<Map.Entry<String, String>> type(String contentType) {
        return List.of(Map.entry("Content-Type", contentType));
    }
}
