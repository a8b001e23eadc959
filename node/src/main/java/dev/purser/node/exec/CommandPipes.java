package dev.purser.node.exec;

import dev.purser.client.node.NodeStreams.Streams;
import dev.purser.node.cri.ContainerTasks.ProcessStreams;
import dev.purser.node.linux.NamedPipe;
import dev.purser.node.linux.PipePoller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The named pipes of one command. Thread-safe.
///
/// Output that the client does not want is read all the same: a command must not stop because of
/// it.
final class CommandPipes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandPipes.class);

    private final PipePoller poller;
    private final Path stdinPath;
    private final Path stdoutPath;
    private final Path stderrPath;
    private final Streams streams;
    private final NamedPipe stdout;
    private final @Nullable NamedPipe stderr;

    private CommandPipes(PipePoller poller, Path prefix, Streams streams) throws IOException {
        this.poller = poller;
        this.streams = streams;
        stdinPath = Path.of(prefix + "-stdin");
        stdoutPath = Path.of(prefix + "-stdout");
        stderrPath = Path.of(prefix + "-stderr");
        if (streams.stdin()) {
            NamedPipe.make(poller, stdinPath);
        }
        NamedPipe.make(poller, stdoutPath);
        stdout = NamedPipe.toRead(poller, stdoutPath);
        if (streams.tty()) {
            stderr = null;
        } else {
            NamedPipe.make(poller, stderrPath);
            stderr = NamedPipe.toRead(poller, stderrPath);
        }
    }

    /// Makes the pipes.
    ///
    /// @param id names them; unique
    static CommandPipes make(PipePoller poller, Path directory, String id, Streams streams)
            throws IOException {
        Files.createDirectories(directory);
        return new CommandPipes(poller, directory.resolve(id), streams);
    }

    ProcessStreams paths() {
        return new ProcessStreams(
                streams.stdin() ? stdinPath.toString() : "",
                stdoutPath.toString(),
                streams.tty() ? "" : stderrPath.toString(),
                streams.tty());
    }

    /// The command's end of the pipes must be open.
    NamedPipe openStdin() throws IOException, InterruptedException {
        return NamedPipe.toWrite(poller, stdinPath);
    }

    NamedPipe stdout() {
        return stdout;
    }

    Optional<NamedPipe> stderr() {
        return Optional.ofNullable(stderr);
    }

    /// Closes the ends of the output, and removes all.
    @Override
    public void close() {
        stdout.close();
        if (stderr != null) {
            stderr.close();
        }
        for (Path path : new Path[] {stdinPath, stdoutPath, stderrPath}) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                LOG.debug("The pipe {} is left: {}", path, e.toString());
            }
        }
    }
}
