package dev.purser.node.log;

import dev.purser.api.status.StatusErrors;
import dev.purser.client.node.LogRequest;
import dev.purser.node.linux.OpenFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows the logs of containers. Thread-safe; each call blocks its thread.
public final class ContainerLogs {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerLogs.class);

    /// The runtime writes lines that it has read already while the next file is there, and after
    /// the container has ended; it closes the file when it is done.
    private static final Duration LATE_LINES_PAUSE = Duration.ofMillis(5);

    private static final int LATE_LINES_LOOKS = 1000;

    private final LogChanges changes;
    private final OpenFiles openFiles;
    private final Duration checkPause;

    /// @param openFiles tells when the runtime is done with a file
    /// @param checkPause how often a follower looks whether its container still runs
    public ContainerLogs(LogChanges changes, OpenFiles openFiles, Duration checkPause) {
        this.changes = changes;
        this.openFiles = openFiles;
        this.checkPause = checkPause;
    }

    /// Writes what the request asks for. The caller has chosen the container's life; a rotated log
    /// begins with the current file, and a follower goes over to the new file at each rotation.
    ///
    /// @throws dev.purser.api.status.StatusException with kubelet's text when there is no log; then
    ///   nothing was written
    /// @throws IOException when the reader has gone
    public void copy(ContainerLog log, LogRequest request, OutputStream out)
            throws IOException, InterruptedException {
        Path path = resolve(log.file());
        LogOutput output = new LogOutput(request, out);
        if (request.mode() == LogRequest.Mode.FOLLOW) {
            follow(log, path, output, request);
        } else {
            awaitLateLines(log, path);
            try (LogFile file = open(path, request)) {
                copyLines(file, output, lineLimit(request));
                copyRest(file, output);
            }
        }
        output.flush();
    }

    private void awaitLateLines(ContainerLog log, Path path) throws InterruptedException {
        int looks = 0;
        while (!log.isRunning() && openFiles.isWritten(path) && looks++ < LATE_LINES_LOOKS) {
            Thread.sleep(LATE_LINES_PAUSE);
        }
    }

    private static Path resolve(Path path) throws IOException {
        try {
            return path.toRealPath();
        } catch (NoSuchFileException e) {
            throw StatusErrors.badRequest(
                    ("failed to try resolving symlinks in path \"%s\": lstat %s: no such file or"
                                    + " directory")
                            .formatted(path, path));
        }
    }

    private static LogFile open(Path path, LogRequest request) throws IOException {
        LogFile file;
        try {
            file = LogFile.open(path);
        } catch (NoSuchFileException e) {
            throw StatusErrors.badRequest(
                    "failed to open log file \"%s\": open %s: no such file or directory"
                            .formatted(path, path));
        }
        if (request.tailLines().isPresent()) {
            file.seekToLast(request.tailLines().getAsLong());
        }
        return file;
    }

    /// Lines that are written between the search for the last ones and their reading do not count.
    private static long lineLimit(LogRequest request) {
        return request.tailLines().orElse(Long.MAX_VALUE);
    }

    private static void copyLines(LogFile file, LogOutput output, long limit) throws IOException {
        for (long count = 0; count < limit && !output.isFull(); count++) {
            Optional<byte[]> line = file.nextLine();
            if (line.isEmpty()) {
                return;
            }
            copyLine(line.get(), output);
        }
    }

    private static void copyRest(LogFile file, LogOutput output) throws IOException {
        Optional<byte[]> rest = file.rest();
        if (rest.isPresent() && !output.isFull()) {
            copyLine(rest.get(), output);
        }
    }

    private static void copyLine(byte[] line, LogOutput output) throws IOException {
        Optional<LogRecord> entry = LogRecord.parse(line);
        if (entry.isPresent()) {
            output.write(entry.get());
        } else {
            LOG.debug("a line of {} bytes is no log record", line.length);
        }
    }

    private void follow(ContainerLog log, Path path, LogOutput output, LogRequest request)
            throws IOException, InterruptedException {
        Path directory = path.getParent();
        if (directory == null) {
            throw new IllegalArgumentException("a log lies in a directory: " + path);
        }
        LogFile file = open(path, request);
        try (LogChanges.Waiter waiter = changes.waiter(directory)) {
            int looks = 0;
            while (true) {
                boolean running = log.isRunning();
                boolean replaced = file.isReplaced();
                boolean last = replaced || !running;
                boolean late = last && looks++ < LATE_LINES_LOOKS && isWritten(file);
                copyLines(file, output, Long.MAX_VALUE);
                if (output.isFull()) {
                    return;
                } else if (late) {
                    waiter.await(LATE_LINES_PAUSE);
                } else if (replaced) {
                    copyRest(file, output);
                    file.close();
                    file = LogFile.open(path);
                    looks = 0;
                } else if (!running) {
                    copyRest(file, output);
                    return;
                } else {
                    output.flush();
                    waiter.await(checkPause);
                }
            }
        } finally {
            file.close();
        }
    }

    private boolean isWritten(LogFile file) throws IOException {
        Optional<Path> place = file.place();
        return place.isPresent() && openFiles.isWritten(place.get());
    }
}
