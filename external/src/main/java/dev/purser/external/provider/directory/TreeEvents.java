package dev.purser.external.provider.directory;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The system's events of a directory and of those below it. Used by one thread.
final class TreeEvents implements AutoCloseable {
    private static final int DIRECTORIES_MAX = 1_000;
    private static final int DEPTH_MAX = 16;

    /// A file is seldom written in one go: what belongs together is waited for.
    private static final Duration SETTLING = Duration.ofMillis(30);

    private static final Duration SETTLING_MAX = Duration.ofMillis(400);

    /// The system tells nothing of a directory that was moved away, or mounted over.
    private static final Duration IDLE = Duration.ofSeconds(5);

    private final Path root;
    private final WatchService service;
    private final String identity;
    private final WatchKey rootKey;
    private final Map<WatchKey, Path> directories = new HashMap<>();
    private boolean overflown;

    TreeEvents(Path root) throws IOException {
        this.root = root;
        this.service = root.getFileSystem().newWatchService();
        try {
            this.identity = identity();
            this.rootKey = register(root);
            registerNew();
        } catch (IOException e) {
            service.close();
            throw e;
        }
    }

    private String identity() throws IOException {
        return String.valueOf(Files.readAttributes(root, BasicFileAttributes.class).fileKey());
    }

    private WatchKey register(Path directory) throws IOException {
        WatchKey key =
                directory.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_DELETE,
                        StandardWatchEventKinds.ENTRY_MODIFY);
        directories.put(key, directory);
        return key;
    }

    /// Registers the directories that have come; those that are known stay what they are.
    void registerNew() throws IOException {
        Files.walkFileTree(
                root, EnumSet.noneOf(FileVisitOption.class), DEPTH_MAX, new Registering());
    }

    private final class Registering extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                throws IOException {
            if (directories.size() >= DIRECTORIES_MAX) {
                return FileVisitResult.TERMINATE;
            }
            if (!directory.equals(root)) {
                try {
                    register(directory);
                } catch (IOException e) {
                    return FileVisitResult.SKIP_SUBTREE; // it has gone again, or may not be read
                }
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }

    /// Whether the directory is still the one that was registered.
    boolean isAlive() {
        try {
            return rootKey.isValid() && identity.equals(identity());
        } catch (IOException e) {
            return false;
        }
    }

    /// Waits until something happens, and for what comes together with it, or until the directory
    /// is another.
    ///
    /// @return the paths from the root of what has changed, by name; empty when some were lost
    Optional<Set<String>> next() throws InterruptedException {
        Set<String> named = new HashSet<>();
        overflown = false;
        WatchKey first = poll(IDLE);
        while (first == null && isAlive()) {
            first = poll(IDLE);
        }
        if (first != null) {
            collect(first, named);
            settle(named);
        }
        return overflown ? Optional.empty() : Optional.of(named);
    }

    private void settle(Set<String> named) throws InterruptedException {
        long end = System.nanoTime() + SETTLING_MAX.toNanos();
        WatchKey more = poll(SETTLING);
        while (more != null) {
            collect(more, named);
            more = System.nanoTime() < end ? poll(SETTLING) : null;
        }
    }

    private @Nullable WatchKey poll(Duration limit) throws InterruptedException {
        return service.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void collect(WatchKey key, Set<String> named) {
        Path directory = directories.getOrDefault(key, root);
        for (WatchEvent<?> event : key.pollEvents()) {
            if (event.context() instanceof Path name) {
                named.add(root.relativize(directory.resolve(name)).toString());
            } else {
                overflown = true;
            }
        }
        if (!key.reset()) {
            directories.remove(key);
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
