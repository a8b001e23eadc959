package dev.purser.node.agent;

import dev.purser.client.time.Timers;
import dev.purser.node.cri.Container;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.launch.HostSettings;
import dev.purser.node.log.LogRotation;
import dev.purser.node.log.RotatingLogs;
import dev.purser.node.settings.LogSettings;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has the logs of running containers rotated, on a thread of its own. Thread-safe.
final class RuntimeLogs implements RotatingLogs, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RuntimeLogs.class);

    private final CriRuntime runtime;
    private final HostSettings host;
    private final LogSettings settings;
    private final Timers timers;
    private @Nullable Thread thread;

    RuntimeLogs(CriRuntime runtime, HostSettings host, LogSettings settings, Timers timers) {
        this.settings = settings;
        this.runtime = runtime;
        this.host = host;
        this.timers = timers;
    }

    synchronized void start() {
        LogRotation rotation = new LogRotation(this, timers, bounds());
        thread = Thread.ofVirtual().name("log-rotation").start(() -> run(rotation));
    }

    private LogRotation.Bounds bounds() {
        return new LogRotation.Bounds(settings.maxBytes(), settings.maxFiles());
    }

    private void run(LogRotation rotation) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                timers.sleep(settings.interval());
                rotateOnce(rotation);
            }
        } catch (InterruptedException e) {
            LOG.debug("The rotation of logs ends");
        }
    }

    private static void rotateOnce(LogRotation rotation) {
        try {
            rotation.rotateLargeLogs();
        } catch (CriException e) {
            LOG.warn("The logs cannot be rotated: {}", e.getMessage());
        }
    }

    @Override
    public List<Open> open() {
        return runtime.listing().stream()
                .filter(each -> each.state() == Container.State.RUNNING)
                .map(each ->
                        new Open(
                                each.id(),
                                host.podLogDirectory(each.pod())
                                        .resolve(
                                                HostSettings.logPath(each.name(), each.attempt()))))
                .toList();
    }

    @Override
    public void reopen(String containerId) throws IOException {
        try {
            runtime.reopenLog(containerId);
        } catch (CriException e) {
            throw new IOException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
