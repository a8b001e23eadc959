package dev.purser.node.containerd;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sandboxes that containerd has files of, whether it runs or not.
public final class NotedSandboxes {
    private static final Logger LOG = LoggerFactory.getLogger(NotedSandboxes.class);
    private static final String SANDBOXES = "io.containerd.grpc.v1.cri/sandboxes";

    private final List<Path> directories;

    public NotedSandboxes(ContainerdLayout layout) {
        directories =
                List.of(
                        layout.root().resolve(SANDBOXES),
                        layout.state().resolve(SANDBOXES),
                        layout.tasks());
    }

    /// Their names; containers may be among them.
    public Set<String> ids() {
        Set<String> ids = new HashSet<>();
        for (Path directory : directories) {
            if (Files.isDirectory(directory)) {
                list(directory, ids);
            }
        }
        return ids;
    }

    private static void list(Path directory, Set<String> ids) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            all.forEach(each -> ids.add(each.getFileName().toString()));
        } catch (IOException e) {
            LOG.warn("{} cannot be read", directory, e);
        }
    }
}
