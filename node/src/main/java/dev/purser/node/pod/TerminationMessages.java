package dev.purser.node.pod;

import dev.purser.node.cri.Container;
import dev.purser.node.launch.ContainerAnnotations;
import dev.purser.node.spec.ContainerSpec;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the last words of containers that ended: what they wrote to their message file, or, where
/// they failed and ask for it, the end of their log. Lengths are kubelet's.
final class TerminationMessages {
    private static final Logger LOG = LoggerFactory.getLogger(TerminationMessages.class);
    private static final int FILE_BYTES_MAX = 4096;
    private static final int LOG_BYTES_MAX = 2048;
    private static final int LOG_LINES_MAX = 80;

    /// A log line carries its time, stream and kind before the text.
    private static final int LOG_READ_BYTES = 4 * LOG_BYTES_MAX + LOG_LINES_MAX * 48;

    private TerminationMessages() {}

    /// The message; the runtime's own, when there is one, goes first.
    static String of(Container container, ContainerSpec spec, Path log) {
        String message = read(container, spec, log);
        return container.message().isEmpty() || message.isEmpty()
                ? container.message() + message
                : container.message() + ": " + message;
    }

    private static String read(Container container, ContainerSpec spec, Path log) {
        try {
            String fromFile =
                    ContainerAnnotations.messageFile(container).map(Path::of).stream()
                            .filter(Files::isRegularFile)
                            .findFirst()
                            .map(file -> tail(file, FILE_BYTES_MAX))
                            .orElse("");
            boolean fallsBack =
                    fromFile.isEmpty() && container.exitCode() != 0 && spec.fallsBackToLogs();
            return fallsBack && Files.exists(log) ? logTail(log) : fromFile;
        } catch (UncheckedIOException e) {
            LOG.warn("The last message of container {} cannot be read", container.id(), e);
            return "";
        }
    }

    private static String tail(Path file, int bytesMax) {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "r")) {
            long start = Math.max(0, access.length() - bytesMax);
            byte[] bytes = new byte[(int) (access.length() - start)];
            access.seek(start);
            access.readFully(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String logTail(Path log) {
        List<String> texts = new ArrayList<>();
        for (String line : tail(log, LOG_READ_BYTES).split("\n")) {
            String[] parts = line.split(" ", 4);
            if (parts.length == 4) {
                texts.add(parts[3] + (parts[2].equals("F") ? "\n" : ""));
            }
        }
        List<String> last = texts.subList(Math.max(0, texts.size() - LOG_LINES_MAX), texts.size());
        String text = String.join("", last);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int start = Math.max(0, bytes.length - LOG_BYTES_MAX);
        return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
    }
}
