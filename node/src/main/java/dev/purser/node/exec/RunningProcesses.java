package dev.purser.node.exec;

import dev.purser.client.node.CommandSession;
import dev.purser.client.node.NodeStreams.Streams;
import dev.purser.client.time.Timers;
import dev.purser.node.cri.ContainerTasks;
import dev.purser.node.cri.ContainerTasks.ProcessKey;
import dev.purser.node.cri.ContainerTasks.ProcessStreams;
import dev.purser.node.cri.CriException;
import dev.purser.node.linux.PipePoller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Starts processes in containers, and forgets them once they have ended. Thread-safe.
public final class RunningProcesses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningProcesses.class);

    /// As long as containerd's own identifiers.
    private static final int ID_BYTES = 32;

    /// How often, and how long between, a containerd that is away is asked how a command ended.
    private static final int ASK_AGAIN_MAX = 60;

    private static final Duration ASK_AGAIN_PAUSE = Duration.ofMillis(500);
    private static final String TERMINAL_VARIABLE = "TERM=";

    private final ContainerTasks tasks;
    private final Path directory;
    private final RandomGenerator random;
    private final Timers timers;
    private final PipePoller poller = new PipePoller();
    private final StartTurns turns = new StartTurns();

    /// @param directory where the pipes are made; in memory
    /// @param random thread-safe
    public RunningProcesses(
            ContainerTasks tasks, Path directory, RandomGenerator random, Timers timers) {
        this.tasks = tasks;
        this.directory = directory;
        this.random = random;
        this.timers = timers;
    }

    /// Prepares a command; it is started when the session is run.
    public CommandSession command(String containerId, List<String> command, Streams streams) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        ProcessKey key = new ProcessKey(containerId, HexFormat.of().formatHex(id));
        return new ExecutedCommand(this, key, command, streams);
    }

    ContainerTasks tasks() {
        return tasks;
    }

    CommandPipes pipes(ProcessKey key, Streams streams) throws IOException {
        return CommandPipes.make(poller, directory, key.id(), streams);
    }

    /// Starts a process, when it is its turn in its container.
    ///
    /// @param wanted asked then; if it says no, nothing is started
    /// @return how it ends
    /// @throws CriException whose description says what failed, in containerd's words
    CompletableFuture<Integer> start(
            ProcessKey key,
            List<String> command,
            Streams streams,
            ProcessStreams pipes,
            BooleanSupplier wanted)
            throws InterruptedException {
        JsonNode description = description(key, command, streams);
        try (var _ = turns.take(key.containerId())) {
            if (!wanted.getAsBoolean()) {
                throw CriException.cancelled("the client has gone");
            }
            return start(key, description, pipes);
        }
    }

    private CompletableFuture<Integer> start(
            ProcessKey key, JsonNode description, ProcessStreams pipes) {
        try {
            tasks.prepare(key, description, pipes);
        } catch (CriException e) {
            throw e.because("failed to create exec \"%s\": ".formatted(key.id()));
        }
        CompletableFuture<Integer> exit = tasks.exit(key);
        boolean started = false;
        try {
            tasks.start(key);
            started = true;
            return exit;
        } catch (CriException e) {
            throw e.because("failed to start exec \"%s\": ".formatted(key.id()));
        } finally {
            if (!started) {
                exit.cancel(false);
                delete(key);
            }
        }
    }

    /// The container's own process, with another command.
    private JsonNode description(ProcessKey key, List<String> command, Streams streams) {
        JsonNode made;
        try {
            made = tasks.description(key.containerId()).path("process");
        } catch (CriException e) {
            throw e.because("failed to get container spec: ");
        }
        ObjectNode process = (ObjectNode) made.deepCopy();
        process.put("terminal", streams.tty());
        ArrayNode args = process.putArray("args");
        command.forEach(args::add);
        process.remove("commandLine");
        if (streams.tty()) {
            ArrayNode variables = process.putArray("env");
            made.path("env")
                    .forEach(each -> {
                        if (!each.asString("").startsWith(TERMINAL_VARIABLE)) {
                            variables.add(each);
                        }
                    });
            variables.add(TERMINAL_VARIABLE + "xterm");
        }
        return process;
    }

    /// Waits for a process's exit code. It is asked for again while containerd is away: the process
    /// does not depend on it.
    int await(ProcessKey key, CompletableFuture<Integer> first) throws InterruptedException {
        CompletableFuture<Integer> exit = first;
        for (int asked = 1; ; asked++) {
            try {
                return exit.get();
            } catch (ExecutionException e) {
                boolean away = e.getCause() instanceof CriException cri && cri.isUnavailable();
                if (!away || asked >= ASK_AGAIN_MAX) {
                    throw e.getCause() instanceof CriException cri ? cri : CriException.unknown(e);
                }
                timers.sleep(ASK_AGAIN_PAUSE);
                exit = tasks.exit(key);
            }
        }
    }

    /// Forgets a process now if it has ended, or when it will.
    void release(ProcessKey key, CompletableFuture<Integer> exit) {
        var _ =
                exit.whenComplete(
                        (_, _) -> Thread.ofVirtual().name("exec-end").start(() -> delete(key)));
    }

    private void delete(ProcessKey key) {
        try {
            tasks.delete(key);
        } catch (CriException e) {
            LOG.debug("An ended command is still known to containerd: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        poller.close();
    }
}
