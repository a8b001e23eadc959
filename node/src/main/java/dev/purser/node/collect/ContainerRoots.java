package dev.purser.node.collect;

import dev.purser.node.volume.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The root file systems of containers and sandboxes, which the runtime mounts below a directory
/// named after them. Thread-safe.
public final class ContainerRoots {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerRoots.class);
    private static final String ROOT = "rootfs";

    private final Path tasks;
    private final Mounts mounts;

    /// @param tasks what has a directory for each of them
    public ContainerRoots(Path tasks, Mounts mounts) {
        this.tasks = tasks;
        this.mounts = mounts;
    }

    /// What has a root that is mounted.
    Set<String> ids() {
        if (!Files.isDirectory(tasks)) {
            return Set.of();
        }
        try {
            Path real = tasks.toRealPath();
            return mounts.mountedBeneath(real).stream()
                    .map(real::relativize)
                    .filter(each -> each.getNameCount() == 2 && each.endsWith(ROOT))
                    .map(each -> each.getName(0).toString())
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            LOG.debug("The mounts below {} cannot be read", tasks, e);
            return Set.of();
        }
    }

    /// Detaches the root of what does not run any more.
    void unmount(String id) {
        try {
            mounts.unmount(tasks.resolve(id).resolve(ROOT));
        } catch (IOException e) {
            LOG.debug("The root of {} is not unmounted", id, e);
        }
    }
}
