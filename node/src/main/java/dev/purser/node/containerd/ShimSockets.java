package dev.purser.node.containerd;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets of containerd's shims. They lie in a directory of the machine, whatever containerd's
/// own directories are, and a shim that was killed leaves its one behind. Thread-safe.
public final class ShimSockets {
    private static final Logger LOG = LoggerFactory.getLogger(ShimSockets.class);

    /// Of containerd's `runtime/v2/shim`; it cannot be configured.
    private static final Path DIRECTORY = Path.of("/run/containerd/s");

    private static final String NAMESPACE = "k8s.io";
    private final Path directory;
    private final ContainerdLayout layout;

    public ShimSockets(ContainerdLayout layout) {
        this(DIRECTORY, layout);
    }

    /// @param directory where they lie, for tests another one than containerd's
    public ShimSockets(Path directory, ContainerdLayout layout) {
        this.directory = directory;
        this.layout = layout;
    }

    /// The socket of a sandbox' shim, whether it is there or not.
    public Path path(String sandboxId) {
        return directory.resolve(name(sandboxId));
    }

    /// Whether the shim of this sandbox has not ended in order: it then removes its socket itself.
    public boolean has(String sandboxId) {
        return Files.exists(path(sandboxId));
    }

    /// The shim of this sandbox has ended.
    public void forget(String sandboxId) {
        try {
            Files.deleteIfExists(path(sandboxId));
        } catch (IOException e) {
            LOG.warn("The socket of a shim could not be removed", e);
        }
    }

    /// No shim runs any more: forgets all sandboxes that containerd has files of.
    public void forgetAll() {
        new NotedSandboxes(layout).ids().forEach(this::forget);
    }

    /// As containerd names it.
    String name(String sandboxId) {
        String path = layout.socket() + "/" + NAMESPACE + "/" + sandboxId;
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(path.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
