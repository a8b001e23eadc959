package dev.purser.node.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.client.node.CommandEnd;
import dev.purser.client.node.CommandSession;
import dev.purser.client.node.NodeStreams.Streams;
import dev.purser.client.testing.ManualTimers;
import dev.purser.node.cri.ContainerTasks;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// When commands start, with a runtime that does nothing.
@Timeout(30)
class ExecutedCommandTests {
    @TempDir private Path directory;

    private final Runtime runtime = new Runtime();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private RunningProcesses processes;

    private CommandSession command(String container) {
        return command(container, new Streams(true, true, true, false));
    }

    private CommandSession command(String container, Streams streams) {
        if (processes == null) {
            processes =
                    new RunningProcesses(
                            runtime, directory, new Random(1), new ManualTimers(Instant.EPOCH));
        }
        return processes.command(container, List.of("cat"), streams);
    }

    private Future<CommandEnd> run(CommandSession session) {
        return threads.submit(() -> session.run(new Ignored()));
    }

    @AfterEach
    void close() {
        runtime.gate.countDown();
        threads.shutdownNow();
        if (processes != null) {
            processes.close();
        }
    }

    @Test
    void commandsOfOneContainerStartOneByOneAndOthersBesideThem() throws Exception {
        List<CommandSession> sessions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            sessions.add(command("a"));
        }
        sessions.forEach(this::run);
        runtime.starting.await();
        run(command("b"));
        runtime.startingElsewhere.await();

        assertThat(runtime.mostAtOnceInA).hasValue(1);
        runtime.gate.countDown();
        assertThat(runtime.started.tryAcquire(11, 20, TimeUnit.SECONDS)).isTrue();
        assertThat(runtime.mostAtOnceInA).hasValue(1);
    }

    @Test
    void aCommandWhoseClientLeftBeforeItsTurnNeverStarts() throws Exception {
        run(command("a"));
        runtime.starting.await();
        CommandSession second = command("a");
        Future<CommandEnd> end = run(second);
        second.close();

        runtime.gate.countDown();

        assertThat(end.get(20, TimeUnit.SECONDS).message()).endsWith("the client has gone");
        assertThat(runtime.prepared).hasSize(1);
    }

    @Test
    void theInputOfACommandWhoseClientLeftDuringItsStartEnds() throws Exception {
        CommandSession session = command("a");
        Future<CommandEnd> end = run(session);
        runtime.starting.await();
        session.close();

        runtime.gate.countDown();

        assertThat(runtime.inputEnded.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(end).failsWithin(20, TimeUnit.SECONDS);
    }

    @Test
    void aSizeThatComesBeforeTheStartIsTheFirst() throws Exception {
        CommandSession session = command("a", new Streams(true, true, false, true));
        session.resize(80, 24);
        run(session);
        runtime.starting.await();
        session.resize(100, 40);
        assertThat(runtime.sizes).isEmpty();

        runtime.gate.countDown();

        assertThat(runtime.sizes.poll(20, TimeUnit.SECONDS)).isEqualTo("100x40");
        session.resize(90, 30);
        assertThat(runtime.sizes.poll(20, TimeUnit.SECONDS)).isEqualTo("90x30");
    }

    private static final class Ignored implements CommandSession.Output {
        @Override
        public void stdout(ByteBuffer content) {}

        @Override
        public void stderr(ByteBuffer content) {}
    }

    /// Starts wait for the gate, and no command ends.
    private static final class Runtime implements ContainerTasks {
        private final BlockingQueue<String> sizes = new LinkedBlockingQueue<>();
        private final CountDownLatch gate = new CountDownLatch(1);
        private final CountDownLatch starting = new CountDownLatch(1);
        private final CountDownLatch startingElsewhere = new CountDownLatch(1);
        private final CountDownLatch inputEnded = new CountDownLatch(1);
        private final Semaphore started = new Semaphore(0);
        private final Set<ProcessKey> prepared = ConcurrentHashMap.newKeySet();
        private final AtomicInteger atOnceInA = new AtomicInteger();
        private final AtomicInteger mostAtOnceInA = new AtomicInteger();

        @Override
        public JsonNode description(String id) {
            return JsonMapper.shared().readTree("{\"process\":{\"args\":[\"sleep\"]}}");
        }

        @Override
        public void prepare(ProcessKey key, JsonNode description, ProcessStreams streams) {
            prepared.add(key);
        }

        @Override
        public void start(ProcessKey key) {
            boolean inA = key.containerId().equals("a");
            if (inA) {
                mostAtOnceInA.accumulateAndGet(atOnceInA.incrementAndGet(), Math::max);
            }
            (inA ? starting : startingElsewhere).countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (inA) {
                atOnceInA.decrementAndGet();
            }
            started.release();
        }

        @Override
        public CompletableFuture<Integer> exit(ProcessKey key) {
            return new CompletableFuture<>();
        }

        @Override
        public void resize(ProcessKey key, int width, int height) {
            sizes.add(width + "x" + height);
        }

        @Override
        public void closeInput(ProcessKey key) {
            inputEnded.countDown();
        }

        @Override
        public void delete(ProcessKey key) {}
    }
}
