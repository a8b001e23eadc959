package dev.purser.server.audit;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes each event as a line of a log.
///
/// A line that could not be written is kept, and tried again before the next one: an outage, such
/// as a full disk, loses nothing but what is beyond the bound. Thread-safe.
final class LogBackend implements AuditBackend {
    private static final Logger LOG = LoggerFactory.getLogger(LogBackend.class);
    private static final String PLUGIN = "log";

    private final LineOutput output;
    private final AuditMetrics metrics;
    private final EventJson json = new EventJson();
    private final Deque<byte[]> unwritten = new ArrayDeque<>();
    private final int unwrittenBytesMax;
    private int unwrittenBytes;

    /// Where lines go. Used by one thread at a time.
    interface LineOutput extends Closeable {
        /// Writes a line as a whole, or not at all.
        void write(byte[] line) throws IOException;
    }

    /// @param unwrittenBytesMax how much is kept while it cannot be written; the oldest lines go
    ///   first
    LogBackend(LineOutput output, AuditMetrics metrics, int unwrittenBytesMax) {
        this.output = output;
        this.metrics = metrics;
        this.unwrittenBytesMax = unwrittenBytesMax;
    }

    @Override
    public boolean process(AuditEvent event) {
        byte[] line = json.line(event);
        synchronized (this) {
            boolean wasWell = unwritten.isEmpty();
            keep(line);
            if (flush()) {
                return true;
            }
            if (wasWell) {
                LOG.error("The audit log cannot be written; events are kept in memory");
            }
            metrics.error(PLUGIN, 1);
            return false;
        }
    }

    private void keep(byte[] line) {
        unwritten.addLast(line);
        unwrittenBytes += line.length;
        while (unwrittenBytes > unwrittenBytesMax && unwritten.size() > 1) {
            unwrittenBytes -= unwritten.removeFirst().length;
        }
    }

    @Override
    public synchronized boolean isReady() {
        return flush();
    }

    private boolean flush() {
        boolean wasBroken = unwritten.size() > 1;
        try {
            for (byte[] line = unwritten.peek(); line != null; line = unwritten.peek()) {
                output.write(line);
                unwritten.remove();
                unwrittenBytes -= line.length;
            }
        } catch (IOException e) {
            LOG.debug("A line of the audit log could not be written", e);
            return false;
        }
        if (wasBroken) {
            LOG.info("The audit log can be written again");
        }
        return true;
    }

    @Override
    public synchronized void close() {
        flush();
        if (!unwritten.isEmpty()) {
            LOG.error("{} events were not written to the audit log", unwritten.size());
        }
        try {
            output.close();
        } catch (IOException e) {
            LOG.warn("The audit log was not closed cleanly: {}", e.getMessage());
        }
    }
}
