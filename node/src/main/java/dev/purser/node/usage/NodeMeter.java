package dev.purser.node.usage;

import dev.purser.client.node.NodeUsage;
import dev.purser.client.node.UsageSource;
import dev.purser.client.time.Timers;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures the machine and its containers at intervals, on a thread of its own. Thread-safe.
public final class NodeMeter implements UsageSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeMeter.class);

    /// A rate needs two readings; a node is measured soon after its start all the same.
    private static final Duration FIRST_PERIOD = Duration.ofSeconds(1);

    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final String node;
    private final CriRuntime runtime;
    private final Timers timers;
    private final Path proc;
    private volatile @Nullable NodeUsage newest;
    private @Nullable Thread thread;

    /// @param proc the mounted `/proc`
    public NodeMeter(String node, CriRuntime runtime, Timers timers, Path proc) {
        this.node = node;
        this.runtime = runtime;
        this.timers = timers;
        this.proc = proc;
    }

    public synchronized void start() {
        thread = Thread.ofVirtual().name("node-meter").start(this::run);
    }

    private void run() {
        try {
            @Nullable Readings before = null;
            while (!Thread.currentThread().isInterrupted()) {
                before = measure(before);
                timers.sleep(newest == null ? FIRST_PERIOD : PERIOD);
            }
        } catch (InterruptedException e) {
            LOG.debug("Measuring ends");
        }
    }

    /// @return what the next measurement starts from
    private @Nullable Readings measure(@Nullable Readings before) {
        try {
            Readings now = Readings.of(MachineReading.read(proc, timers), runtime.readings());
            if (before != null) {
                newest = now.since(before, node);
            }
            return now;
        } catch (CriException | IOException e) {
            LOG.warn("What containers use cannot be measured: {}", e.getMessage());
            return before;
        }
    }

    @Override
    public Optional<NodeUsage> usage() {
        return Optional.ofNullable(newest);
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
