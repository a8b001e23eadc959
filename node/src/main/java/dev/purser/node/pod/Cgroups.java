package dev.purser.node.pod;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes the cgroups of pods, which the runtime makes and leaves.
final class Cgroups {
    private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");

    private Cgroups() {}

    /// Removes an empty cgroup, in every hierarchy of version 1, or in the one of version 2.
    ///
    /// @param path begins with a slash
    static void remove(String path) {
        removeBelow(MOUNT, path);
        if (Files.exists(MOUNT.resolve("cgroup.controllers"))) {
            return;
        }
        try (DirectoryStream<Path> hierarchies =
                Files.newDirectoryStream(MOUNT, Files::isDirectory)) {
            hierarchies.forEach(hierarchy -> removeBelow(hierarchy, path));
        } catch (IOException e) {
            LOG.debug("No cgroups are mounted", e);
        }
    }

    private static void removeBelow(Path hierarchy, String path) {
        Path cgroup = hierarchy.resolve(path.substring(1));
        try {
            if (Files.isDirectory(cgroup)) {
                Files.delete(cgroup);
            }
        } catch (IOException e) {
            LOG.debug("Cgroup {} was not removed", cgroup, e);
        }
    }
}
