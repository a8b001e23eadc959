package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.DownOrder;
import dev.purser.app.data.Instance;
import dev.purser.app.data.InstanceLock;
import dev.purser.app.terminal.Terminal;
import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.DurableFiles;
import dev.purser.store.custody.KeptKeyring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `purser down`: stops everything that `up` started. It works by what lies in the data directory,
/// so that it also cleans up after a Purser that was killed.
@Command(
        name = "down",
        mixinStandardHelpOptions = true,
        description = "Stop everything that up started, pods and mounts included.")
final class DownCommand implements Callable<Integer> {
    /// How long Purser may take to end beside the time that it takes to end the pods.
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    /// No pod of sense asks for more.
    private static final Duration GRACE_MAX = Duration.ofDays(1);

    private final Terminal terminal;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(
            names = "--purge",
            description = "remove the data, too: every object, every key, every image")
    private boolean purge;

    @Option(
            names = "--grace-period",
            paramLabel = "SECONDS",
            description = "the longest that a pod may take to end (default: what it asks for)")
    private long graceSeconds = GRACE_MAX.toSeconds();

    DownCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        DataDirectory directory = dataDirectory.existing();
        if (!Files.exists(directory.lock())) {
            throw new CommandFailure(
                    directory.root() + " is no data directory of a Purser; nothing was done");
        }
        OptionalLong pid = InstanceLock.holder(directory);
        if (graceSeconds < 0) {
            throw new CommandFailure("--grace-period is a number of seconds, not " + graceSeconds);
        }
        int pods = 0;
        if (pid.isPresent()) {
            pods = stop(pid.getAsLong(), directory);
            terminal.done("Stopped Purser");
        }
        try (InstanceLock _ = awaitLock(directory)) {
            if (Files.isDirectory(directory.node())) {
                String nodeName = Instance.read(directory).map(Instance::nodeName).orElse("");
                new NodeCleaning(terminal, directory)
                        .run(nodeName, Duration.ofSeconds(graceSeconds), pods);
            }
            if (purge) {
                removeKeys(directory);
                remove(directory.root());
                terminal.done("Removed " + directory.root());
            }
        }
        if (pid.isEmpty() && !purge) {
            terminal.line("Purser on %s was not running".formatted(directory.root()));
        }
        return 0;
    }

    /// Keys outside the data directory go with it; those of a directory that this one is a copy of
    /// stay.
    private void removeKeys(DataDirectory directory) {
        KeptKeyring kept =
                new KeptKeyring(directory.custody(), new DurableFiles(), new SecureRandom());
        try {
            if (kept.record().isPresent()) {
                kept.discard().forEach(file -> terminal.done("Removed " + file));
            }
        } catch (CustodyException e) {
            terminal.warning(e.getMessage() == null ? "keys were not removed" : e.getMessage());
        }
    }

    private static InstanceLock awaitLock(DataDirectory directory)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + STOP_MAX.toNanos();
        while (true) {
            Optional<InstanceLock> lock = InstanceLock.tryAcquire(directory);
            if (lock.isPresent()) {
                return lock.get();
            }
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("another process still holds " + directory.lock());
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /// Has the running Purser end its pods and itself; one that does not in time is killed.
    ///
    /// @return how many pods it ended
    private int stop(long pid, DataDirectory directory) throws IOException, InterruptedException {
        order(directory);
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isPresent() && process.get().destroy()) {
            Instant limit = Instant.now().plus(STOP_MAX);
            while (process.get().isAlive() && Instant.now().isBefore(limit)) {
                TimeUnit.MILLISECONDS.sleep(20);
                limit = latest(limit, directory);
            }
            process.get().destroyForcibly();
        }
        int pods = DownOrder.read(directory).map(DownOrder::pods).orElse(0);
        DownOrder.clear(directory);
        return pods;
    }

    /// Without the order, as on a full disk, Purser leaves its pods to this command.
    private void order(DataDirectory directory) {
        try {
            DownOrder.of(Duration.ofSeconds(graceSeconds)).write(directory);
        } catch (IOException e) {
            terminal.warning("the pods end without Purser: " + e.getMessage());
        }
    }

    private static Instant latest(Instant limit, DataDirectory directory) throws IOException {
        return DownOrder.read(directory)
                .flatMap(DownOrder::until)
                .map(until -> until.plus(STOP_MAX))
                .filter(limit::isBefore)
                .orElse(limit);
    }

    /// Removes a tree, never following links out of it and never crossing into a mount that is
    /// still there.
    private static void remove(Path root) throws IOException {
        if (Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .anyMatch(line -> line.split(" ")[1].startsWith(root + "/"))) {
            throw new CommandFailure(
                    "something is still mounted below " + root + "; nothing was removed");
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(file);
                }
            }
        }
    }
}
