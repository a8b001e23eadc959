package dev.purser.node.log;

import dev.purser.client.node.LogRequest;
import java.io.IOException;
import java.io.OutputStream;

/// Writes the records that a request asks for, as it wants to see them. For one thread.
final class LogOutput {
    private final LogRequest request;
    private final OutputStream out;
    private long bytesLeft;
    private boolean atLineStart = true;

    LogOutput(LogRequest request, OutputStream out) {
        this.request = request;
        this.out = out;
        this.bytesLeft = request.limitBytes().orElse(Long.MAX_VALUE);
    }

    /// Whether as many bytes were written as the request allows.
    boolean isFull() {
        return bytesLeft <= 0;
    }

    void write(LogRecord record) throws IOException {
        if (!isWanted(record)) {
            return;
        }
        if (request.timestamps() == LogRequest.Timestamps.SHOWN && atLineStart) {
            writeLimited(record.timePrefix());
        }
        byte[] content = record.content();
        writeLimited(content);
        atLineStart = content.length == 0 || content[content.length - 1] == '\n';
    }

    private boolean isWanted(LogRecord record) {
        boolean ofStream =
                request.stream() == LogRequest.Stream.ALL || request.stream() == record.stream();
        return ofStream
                && request.since()
                        .map(since -> !record.time().toInstant().isBefore(since))
                        .orElse(true);
    }

    private void writeLimited(byte[] bytes) throws IOException {
        int count = (int) Math.min(bytes.length, bytesLeft);
        out.write(bytes, 0, count);
        bytesLeft -= count;
    }

    void flush() throws IOException {
        out.flush();
    }
}
