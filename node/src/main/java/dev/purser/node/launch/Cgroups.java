package dev.purser.node.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes cgroups of pods, which the runtime makes and leaves. Only empty ones can be removed, so
/// no process is ever hurt; the kernel keeps one busy for a moment after its last process ended.
public final class Cgroups {
    private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final String POD = "pod";
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private Cgroups() {}

    /// Removes a cgroup and those below it, in every hierarchy of version 1, or in the one of
    /// version 2.
    ///
    /// @param path begins with a slash
    /// @return whether nothing is left
    public static boolean remove(String path) {
        boolean isGone = true;
        try {
            for (Path hierarchy : hierarchies()) {
                isGone &= removeTree(hierarchy.resolve(path.substring(1)));
            }
        } catch (IOException e) {
            LOG.debug("The cgroups cannot be read", e);
        }
        return isGone;
    }

    /// Removes the cgroups of pods that nobody knows any more, as far as they are not busy.
    ///
    /// @param root the cgroup above all pods'
    /// @param uids of the pods whose cgroups stay
    public static void removePodsExcept(String root, Set<String> uids) {
        try {
            for (Path hierarchy : hierarchies()) {
                for (Path pod : pods(hierarchy.resolve(root.substring(1)))) {
                    String uid = pod.getFileName().toString().substring(POD.length());
                    if (!uids.contains(uid)) {
                        removeTree(pod);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The cgroups below {} cannot be read", root, e);
        }
    }

    /// Pods' cgroups are below the root, or below that of their class.
    static List<Path> pods(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(root, 2)) {
            return all.filter(each -> each.getFileName().toString().startsWith(POD))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    /// Removes a cgroup as soon as it is no longer busy.
    ///
    /// @return whether that was in time
    public static boolean awaitRemoval(String path, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!remove(path)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(POLL_INTERVAL);
        }
        return true;
    }

    /// Lets frozen processes go on, since they cannot be killed otherwise.
    ///
    /// @param path begins with a slash
    public static void thaw(String path) {
        try {
            for (Path hierarchy : hierarchies()) {
                Path top = hierarchy.resolve(path.substring(1));
                if (Files.isDirectory(top)) {
                    try (Stream<Path> all = Files.walk(top)) {
                        all.filter(Files::isDirectory).forEach(Cgroups::thawOne);
                    }
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("Cgroup {} cannot be read", path, e);
        }
    }

    private static void thawOne(Path cgroup) {
        write(cgroup.resolve("freezer.state"), "THAWED");
        write(cgroup.resolve("cgroup.freeze"), "0");
    }

    private static void write(Path file, String value) {
        try {
            if (Files.exists(file)) {
                Files.writeString(file, value);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be written", file, e);
        }
    }

    private static List<Path> hierarchies() throws IOException {
        return hierarchies(MOUNT);
    }

    static List<Path> hierarchies(Path mount) throws IOException {
        if (!Files.isDirectory(mount) || Files.exists(mount.resolve("cgroup.controllers"))) {
            return List.of(mount);
        }
        try (Stream<Path> mounts = Files.list(mount)) {
            return mounts.filter(Files::isDirectory).toList();
        }
    }

    /// The files of a cgroup go with its directory.
    static boolean removeTree(Path cgroup) throws IOException {
        if (!Files.isDirectory(cgroup)) {
            return true;
        }
        List<Path> directories;
        try (Stream<Path> all = Files.walk(cgroup)) {
            directories = all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
        }
        boolean isGone = true;
        for (Path directory : directories) {
            isGone &= removeOne(directory);
        }
        return isGone;
    }

    private static boolean removeOne(Path directory) {
        try {
            Files.deleteIfExists(directory);
            return true;
        } catch (IOException e) {
            LOG.debug("Cgroup {} is busy", directory, e);
            return false;
        }
    }
}
