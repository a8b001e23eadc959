package dev.purser.node.containerd;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process of Purser's containerd. It runs in a session of its own and goes on when Purser
/// ends; a later Purser finds it by its pid file and takes it over. Not thread-safe.
public final class ContainerdProcess {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerdProcess.class);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(10);

    private final ContainerdLayout layout;
    private final ContainerdPrograms programs;

    public ContainerdProcess(ContainerdLayout layout, ContainerdPrograms programs) {
        this.layout = layout;
        this.programs = programs;
    }

    /// Takes over the containerd that runs for this directory, or starts one; returns once its
    /// socket accepts connections.
    ///
    /// A containerd that runs keeps the settings it was started with.
    ///
    /// @throws ContainerdException when it ends or is silent for the whole timeout
    public void start(ContainerdSettings settings, Duration timeout)
            throws ContainerdException, InterruptedException {
        ProcessHandle process;
        Optional<ProcessHandle> running = running();
        if (running.isPresent()) {
            process = running.get();
            LOG.info("Taking over containerd, pid {}", process.pid());
        } else {
            process = launch(settings);
        }
        awaitSocket(process, timeout);
    }

    /// The process, if it runs.
    public Optional<ProcessHandle> running() {
        try {
            if (!Files.exists(layout.pidFile())) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(layout.pidFile()).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isOurs);
        } catch (IOException | NumberFormatException e) {
            LOG.warn("The file {} cannot be read", layout.pidFile(), e);
            return Optional.empty();
        }
    }

    /// Whether the containerd that runs was started to fill slots with the values of Secrets.
    public boolean fillsSlots() {
        try {
            return Files.readString(layout.configFile()).contains(layout.runc().toString());
        } catch (IOException e) {
            LOG.warn("The file {} cannot be read", layout.configFile(), e);
            return false;
        }
    }

    /// A pid may have been given to another process since it was written down.
    private boolean isOurs(ProcessHandle process) {
        Path arguments = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        try {
            return Files.readString(arguments).contains(layout.configFile().toString());
        } catch (IOException e) {
            return false;
        }
    }

    private ProcessHandle launch(ContainerdSettings settings) throws ContainerdException {
        try {
            Files.createDirectories(layout.directory());
            Files.writeString(layout.configFile(), ContainerdConfig.text(layout, settings));
            SlotFilling.write(layout);
            Files.deleteIfExists(layout.socket());
            ProcessBuilder builder =
                    new ProcessBuilder(
                            programs.setsid().toString(),
                            programs.containerd().toString(),
                            "--config",
                            layout.configFile().toString());
            builder.environment()
                    .merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
            builder.environment().put("XDG_RUNTIME_DIR", settings.scratch().toString());
            builder.directory(layout.directory().toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(layout.logFile().toFile()));
            Process process = builder.start();
            Files.writeString(layout.pidFile(), Long.toString(process.pid()));
            LOG.info("Started containerd, pid {}", process.pid());
            return process.toHandle();
        } catch (IOException e) {
            throw new ContainerdException("containerd could not be started: " + e.getMessage(), e);
        }
    }

    private void awaitSocket(ProcessHandle process, Duration timeout)
            throws ContainerdException, InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!accepts()) {
            if (!process.isAlive()) {
                throw new ContainerdException("containerd ended; see " + layout.logFile());
            }
            if (System.nanoTime() > deadline) {
                throw new ContainerdException(
                        "containerd does not answer; see " + layout.logFile());
            }
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private boolean accepts() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(layout.socket()));
        } catch (IOException e) {
            return false;
        }
    }

    /// Ends containerd, if it runs. Containers that still run are not ended.
    public void stop() throws InterruptedException {
        Optional<ProcessHandle> running = running();
        if (running.isPresent()) {
            end(running.get());
        }
        try {
            Files.deleteIfExists(layout.pidFile());
        } catch (IOException e) {
            LOG.warn("The file {} cannot be removed", layout.pidFile(), e);
        }
    }

    private static void end(ProcessHandle process) throws InterruptedException {
        process.destroy();
        CompletableFuture<ProcessHandle> exit = process.onExit();
        try {
            exit.get(STOP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("containerd did not end in {}; killing it", STOP_TIMEOUT);
            process.destroyForcibly();
        } catch (ExecutionException e) {
            LOG.warn("containerd's end could not be awaited", e);
        }
    }
}
