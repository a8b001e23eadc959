package dev.purser.node.exec;

import dev.purser.api.status.StatusErrors;
import dev.purser.client.node.CommandEnd;
import dev.purser.client.node.CommandSession;
import dev.purser.client.node.NodeStreams;
import dev.purser.node.cri.ContainerTasks;
import dev.purser.node.cri.ContainerTasks.ProcessKey;
import dev.purser.node.cri.CriException;
import dev.purser.node.linux.NamedPipe;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One command of `exec`, in a container of containerd. Its output is taken to the end before its
/// exit code is told.
///
/// When the client goes, the command's input ends and its output is not read any more; the command
/// itself lives on, as in Kubernetes. One whose turn to start has not come by then never starts.
final class ExecutedCommand implements CommandSession {
    private static final Logger LOG = LoggerFactory.getLogger(ExecutedCommand.class);

    private final RunningProcesses processes;
    private final ContainerTasks tasks;
    private final ProcessKey key;
    private final List<String> command;
    private final NodeStreams.Streams streams;
    private final CommandInput input = new CommandInput();
    private @Nullable CommandPipes pipes;
    private boolean started;
    private boolean closed;
    private @Nullable Size size;

    /// Of a terminal, in characters.
    private record Size(int width, int height) {}

    ExecutedCommand(
            RunningProcesses processes,
            ProcessKey key,
            List<String> command,
            NodeStreams.Streams streams) {
        this.processes = processes;
        this.tasks = processes.tasks();
        this.key = key;
        this.command = List.copyOf(command);
        this.streams = streams;
    }

    @Override
    public NodeStreams.Streams streams() {
        return streams;
    }

    @Override
    public CommandEnd run(Output output) throws IOException, InterruptedException {
        CommandPipes made;
        try {
            made = makePipes();
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
        try (made) {
            CompletableFuture<Integer> exit;
            try {
                exit = processes.start(key, command, streams, made.paths(), this::isWanted);
            } catch (CriException e) {
                return failed(e.description());
            }
            if (!markStarted()) {
                made.close();
            }
            applySize();
            return follow(made, exit, output);
        } finally {
            input.close();
        }
    }

    private synchronized CommandPipes makePipes() throws IOException {
        if (closed) {
            throw new IOException("the client has gone");
        }
        CommandPipes made = processes.pipes(key, streams);
        pipes = made;
        return made;
    }

    private synchronized boolean isWanted() {
        return !closed;
    }

    /// @return whether the client is still there
    private synchronized boolean markStarted() {
        started = true;
        return !closed;
    }

    private CommandEnd follow(CommandPipes made, CompletableFuture<Integer> exit, Output output)
            throws IOException, InterruptedException {
        if (streams.stdin()) {
            Thread.ofVirtual().name("exec-stdin").start(() -> openInput(made, exit));
        }
        CompletableFuture<Boolean> errors =
                made.stderr()
                        .map(pipe -> copying(pipe, streams.stderr(), output::stderr))
                        .orElseGet(() -> CompletableFuture.completedFuture(true));
        CompletableFuture<Boolean> rest = copying(made.stdout(), streams.stdout(), output::stdout);
        try {
            Copying.await(List.of(errors, rest));
            return CommandEnd.exited(processes.await(key, exit), command);
        } catch (CriException e) {
            return failed(
                    "failed while waiting for exec \"%s\": %s"
                            .formatted(key.id(), e.clientMessage()));
        } finally {
            made.close();
            processes.release(key, exit);
        }
    }

    /// The other end is opened by the shim, perhaps a moment after it has started the command. A
    /// command that has ended opens it no more.
    private void openInput(CommandPipes made, CompletableFuture<Integer> exit) {
        Thread opening = Thread.currentThread();
        var _ = exit.whenComplete((_, _) -> opening.interrupt());
        try {
            NamedPipe pipe = made.openStdin();
            input.open(pipe, this::endInputInContainer);
            var _ = exit.whenComplete((_, _) -> input.close());
        } catch (IOException e) {
            LOG.debug("A command has no input: {}", e.toString());
            input.close();
            endInputInContainer();
        } catch (InterruptedException e) {
            input.close();
        }
    }

    /// The shim holds the pipe open as well. A terminal's input does not end.
    private void endInputInContainer() {
        if (streams.tty()) {
            return;
        }
        try {
            tasks.closeInput(key);
        } catch (CriException e) {
            LOG.debug("The input of an ended command: {}", e.getMessage());
        }
    }

    private static CompletableFuture<Boolean> copying(
            NamedPipe from, boolean isWanted, Copying.Target to) {
        return Copying.start(from, isWanted ? to : _ -> {});
    }

    private CommandEnd failed(String why) {
        String text = "error executing command in container: failed to exec in container: " + why;
        return CommandEnd.failed(StatusErrors.internal(text, new IOException(why)));
    }

    @Override
    public void input(ByteBuffer content) throws InterruptedException {
        if (streams.stdin()) {
            input.write(content);
        }
    }

    @Override
    public void endInput() {
        input.close();
    }

    /// A size that comes before the command runs is the one that it begins with.
    @Override
    public void resize(int width, int height) {
        if (!streams.tty()) {
            return;
        }
        synchronized (this) {
            size = new Size(width, height);
        }
        applySize();
    }

    private void applySize() {
        Size wanted;
        synchronized (this) {
            wanted = started ? size : null;
        }
        if (wanted == null) {
            return;
        }
        try {
            tasks.resize(key, wanted.width(), wanted.height());
        } catch (CriException e) {
            LOG.debug("A terminal was not resized: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        CommandPipes made;
        synchronized (this) {
            closed = true;
            // The shim needs them while it starts a command, or it leaves one without streams.
            made = started ? pipes : null;
        }
        input.close();
        if (made != null) {
            made.close();
        }
    }
}
