package dev.purser.server.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes events without delay and hands them on in batches, on a thread of its own. Events that
/// find the buffer full are dropped and counted. Thread-safe.
final class BufferedBackend implements AuditBackend {
    private static final Logger LOG = LoggerFactory.getLogger(BufferedBackend.class);
    private static final String PLUGIN = "buffered";

    private final BatchBackend delegate;
    private final Batching batching;
    private final AuditMetrics metrics;
    private final BlockingQueue<AuditEvent> buffer;
    private final Thread worker;
    private volatile boolean closing;

    /// Takes batches; may be slow.
    interface BatchBackend extends AutoCloseable {
        void process(List<AuditEvent> batch);

        /// From now on nothing is worth waiting for: the process ends.
        default void hurry() {}

        @Override
        default void close() {}
    }

    /// How events are put together.
    ///
    /// @param bufferSize how many events may wait
    /// @param size the largest batch
    /// @param patience how long a batch that is not full is waited for
    record Batching(int bufferSize, int size, Duration patience) {}

    BufferedBackend(BatchBackend delegate, Batching batching, AuditMetrics metrics) {
        this.delegate = delegate;
        this.batching = batching;
        this.metrics = metrics;
        this.buffer = new ArrayBlockingQueue<>(batching.bufferSize());
        this.worker = Thread.ofVirtual().name("audit").start(this::work);
    }

    @Override
    public boolean process(AuditEvent event) {
        if (closing || !buffer.offer(event)) {
            metrics.error(PLUGIN, 1);
        }
        return true;
    }

    private void work() {
        while (!closing || !buffer.isEmpty()) {
            try {
                List<AuditEvent> batch = collect();
                if (!batch.isEmpty()) {
                    delegate.process(batch);
                }
                if (closing) {
                    // It was meant for a thread that waits; what is left still goes out.
                    boolean _ = Thread.interrupted();
                }
            } catch (InterruptedException e) {
                // Closing: what is left in the buffer still goes out.
                closing = true;
            } catch (RuntimeException e) {
                LOG.error("Audit events were lost to a defect", e);
            }
        }
    }

    private List<AuditEvent> collect() throws InterruptedException {
        List<AuditEvent> batch = new ArrayList<>();
        long end = System.nanoTime() + batching.patience().toNanos();
        while (batch.size() < batching.size()) {
            buffer.drainTo(batch, batching.size() - batch.size());
            if (closing || batch.size() == batching.size()) {
                break;
            }
            long left = Math.max(0, end - System.nanoTime());
            AuditEvent next;
            try {
                next = buffer.poll(left, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                closing = true;
                break;
            }
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        return batch;
    }

    @Override
    public void close() {
        closing = true;
        delegate.hurry();
        worker.interrupt();
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        delegate.close();
    }
}
