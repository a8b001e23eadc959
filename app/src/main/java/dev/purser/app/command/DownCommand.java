package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
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
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
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
    private static final Duration STOP_MAX = Duration.ofSeconds(20);

    private final Terminal terminal;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Option(
            names = "--purge",
            description = "remove the data, too: every object, every key, every image")
    private boolean purge;

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
        if (pid.isPresent()) {
            stop(pid.getAsLong());
            terminal.done("Stopped Purser");
        }
        try (InstanceLock _ = awaitLock(directory)) {
            if (Files.isDirectory(directory.node())) {
                String nodeName = Instance.read(directory).map(Instance::nodeName).orElse("");
                new NodeCleaning(terminal, directory).run(nodeName);
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

    private static void stop(long pid) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        if (process.isEmpty() || !process.get().destroy()) {
            return;
        }
        try {
            process.get().onExit().orTimeout(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS).join();
        } catch (CompletionException e) {
            process.get().destroyForcibly();
        }
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
