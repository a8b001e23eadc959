package dev.purser.node.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The cgroups of containers and sandboxes, which the runtime names after them, below those of
/// their pods. Thread-safe.
public final class ContainerCgroups {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerCgroups.class);

    private final Path mount;
    private final String root;

    /// @param mount usually `/sys/fs/cgroup`
    /// @param root the cgroup above all pods', as a path that begins with a slash
    public ContainerCgroups(Path mount, String root) {
        this.mount = mount;
        this.root = root;
    }

    /// What has a cgroup in any hierarchy.
    public Set<String> ids() {
        try {
            return all().stream()
                    .map(each -> each.getFileName().toString())
                    .collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The cgroups below {} cannot be read", root, e);
            return Set.of();
        }
    }

    /// Removes the cgroups of a container, as far as they are not busy.
    public void remove(String id) {
        try {
            for (Path each : all()) {
                if (each.endsWith(id)) {
                    Cgroups.removeTree(each);
                }
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("The cgroups of {} cannot be removed", id, e);
        }
    }

    private List<Path> all() throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path hierarchy : Cgroups.hierarchies(mount)) {
            for (Path pod : Cgroups.pods(hierarchy.resolve(root.substring(1)))) {
                try (Stream<Path> files = Files.list(pod)) {
                    files.filter(Files::isDirectory).forEach(found::add);
                }
            }
        }
        return found;
    }
}
