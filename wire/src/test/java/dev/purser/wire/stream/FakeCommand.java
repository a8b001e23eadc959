package dev.purser.wire.stream;

import dev.purser.client.node.CommandEnd;
import dev.purser.client.node.CommandSession;
import dev.purser.client.node.NodeStreams.Streams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A command that does what a test tells it.
final class FakeCommand implements CommandSession {
    private final Streams streams;
    private final Behaviour behaviour;
    private final ByteArrayOutputStream input = new ByteArrayOutputStream();
    private final CountDownLatch inputEnd = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch reading = new CountDownLatch(1);
    final List<String> sizes = new CopyOnWriteArrayList<>();
    final CompletableFuture<CommandEnd> ended = new CompletableFuture<>();
    private final boolean reads;

    FakeCommand(Streams streams, boolean reads, Behaviour behaviour) {
        this.streams = streams;
        this.reads = reads;
        this.behaviour = behaviour;
    }

    /// One with stdin, stdout and stderr that reads all its input.
    static FakeCommand of(Behaviour behaviour) {
        return new FakeCommand(new Streams(true, true, true, false), true, behaviour);
    }

    interface Behaviour {
        CommandEnd run(FakeCommand command, Output output) throws Exception;
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /// All input, once it has ended.
    byte[] awaitInput() throws InterruptedException {
        if (!inputEnd.await(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the input did not end");
        }
        synchronized (input) {
            return input.toByteArray();
        }
    }

    boolean awaitClosed() throws InterruptedException {
        return closed.await(30, TimeUnit.SECONDS);
    }

    @Override
    public Streams streams() {
        return streams;
    }

    @Override
    public CommandEnd run(Output output) throws IOException, InterruptedException {
        try {
            CommandEnd end = behaviour.run(this, output);
            ended.complete(end);
            return end;
        } catch (IOException | InterruptedException e) {
            ended.completeExceptionally(e);
            throw e;
        } catch (Exception | AssertionError e) {
            ended.completeExceptionally(e);
            throw new IOException(e);
        }
    }

    @Override
    public void input(ByteBuffer content) throws InterruptedException {
        if (!reads) {
            while (!ended.isDone() && closed.getCount() > 0) {
                reading.await(5, TimeUnit.MILLISECONDS);
            }
            return;
        }
        byte[] copy = new byte[content.remaining()];
        content.get(copy);
        synchronized (input) {
            input.writeBytes(copy);
        }
    }

    @Override
    public void endInput() {
        inputEnd.countDown();
    }

    @Override
    public void resize(int width, int height) {
        sizes.add(width + "x" + height);
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
