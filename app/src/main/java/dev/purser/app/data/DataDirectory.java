package dev.purser.app.data;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The places of one Purser's data. Everything below `root` is private to the user that Purser runs
/// as.
///
/// @param root an absolute path
public record DataDirectory(Path root) {
    public DataDirectory {
        root = root.toAbsolutePath().normalize();
    }

    /// Makes the directory and those inside that must be there, mode 0700.
    public void create() throws IOException {
        if (!Files.isDirectory(root)) {
            Files.createDirectories(root);
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
        }
        for (Path inner :
                new Path[] {store().getParent(), keys(), pki(), logs(), nativeLibraries()}) {
            makePrivate(inner);
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        try {
            Files.createDirectory(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }

    public boolean exists() {
        return Files.isDirectory(root);
    }

    /// The lock, which also holds the process id of who has it.
    public Path lock() {
        return root.resolve("purser.lock");
    }

    /// How the running Purser was started; see [Instance].
    public Path instance() {
        return root.resolve("instance.json");
    }

    /// What `down` wants of the running Purser; see [DownOrder].
    public Path downOrder() {
        return root.resolve("down.json");
    }

    /// The database of all objects.
    public Path store() {
        return root.resolve("store").resolve("purser.db");
    }

    /// Native libraries, unpacked anew at each start.
    public Path nativeLibraries() {
        return root.resolve("native");
    }

    /// What is known here of the keys that encrypt; they themselves are elsewhere, or sealed.
    public Path keys() {
        return root.resolve("keys");
    }

    /// The record of who has the keys.
    public Path custody() {
        return keys().resolve("custody.json");
    }

    /// Says that a rotation of keys is under way.
    public Path rotation() {
        return keys().resolve("rotation.json");
    }

    /// The lock of the process that changes files in [#pki] while others may.
    public Path pkiLock() {
        return keys().resolve("pki.lock");
    }

    /// Where the keys themselves were in earlier versions.
    public Path earlierKeys() {
        return keys().resolve("secrets.keys");
    }

    /// Certificates and signing keys.
    public Path pki() {
        return root.resolve("pki");
    }

    public Path logs() {
        return root.resolve("log");
    }

    /// The newest log file.
    public Path log() {
        return logs().resolve("purser.0.log");
    }

    /// Who did what, when no option names another file.
    public Path auditLog() {
        return logs().resolve("audit.log");
    }

    public Path adminKubeconfig() {
        return root.resolve("admin.kubeconfig");
    }

    /// What the node agent keeps: containerd, volumes, network.
    public Path node() {
        return root.resolve("node");
    }

    /// The root, state and socket of Purser's own containerd.
    public Path containerd() {
        return node().resolve("containerd");
    }
}
