package dev.purser.node.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes cgroups of pods, which the runtime makes and leaves. Only empty ones can be removed, so
/// no process is ever hurt.
public final class Cgroups {
    private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private Cgroups() {}

    /// Removes a cgroup and those below it, in every hierarchy of version 1, or in the one of
    /// version 2.
    ///
    /// @param path begins with a slash
    public static void remove(String path) {
        try {
            for (Path hierarchy : hierarchies()) {
                removeTree(hierarchy.resolve(path.substring(1)));
            }
        } catch (IOException e) {
            LOG.debug("Cgroup {} was not removed", path, e);
        }
    }

    private static List<Path> hierarchies() throws IOException {
        if (!Files.isDirectory(MOUNT) || Files.exists(MOUNT.resolve("cgroup.controllers"))) {
            return List.of(MOUNT);
        }
        try (Stream<Path> mounts = Files.list(MOUNT)) {
            return mounts.filter(Files::isDirectory).toList();
        }
    }

    /// The files of a cgroup go with its directory.
    private static void removeTree(Path cgroup) throws IOException {
        if (!Files.isDirectory(cgroup)) {
            return;
        }
        List<Path> directories;
        try (Stream<Path> all = Files.walk(cgroup)) {
            directories = all.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).toList();
        }
        for (Path directory : directories) {
            Files.deleteIfExists(directory);
        }
    }
}
