package dev.purser.node.containerd;

import java.nio.file.Path;

/// Where one containerd keeps its things.
///
/// @param directory Purser's directory for containerd; everything else is inside
public record ContainerdLayout(Path directory) {
    /// A Unix socket's path has at most 107 bytes; containerd puts `.ttrpc` behind this one.
    private static final int SOCKET_BYTES_MAX = 107 - ".ttrpc".length();

    public ContainerdLayout {
        directory = directory.toAbsolutePath().normalize();
        int length = directory.resolve("containerd.sock").toString().length();
        if (length > SOCKET_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "The path %s is too long for containerd's socket by %d characters"
                            .formatted(directory, length - SOCKET_BYTES_MAX));
        }
    }

    public Path socket() {
        return directory.resolve("containerd.sock");
    }

    public Path configFile() {
        return directory.resolve("config.toml");
    }

    public Path pidFile() {
        return directory.resolve("containerd.pid");
    }

    public Path logFile() {
        return directory.resolve("containerd.log");
    }

    /// Images and snapshots.
    public Path root() {
        return directory.resolve("root");
    }

    /// What is lost with the machine's next start. It describes containers with all their secrets,
    /// so it is in memory only.
    public Path state() {
        return directory.resolve("state");
    }

    /// Has a directory for each container and sandbox that was started.
    public Path tasks() {
        return state().resolve("io.containerd.runtime.v2.task/k8s.io");
    }

    /// Where the network namespaces of sandboxes are mounted.
    public Path namespaces() {
        return state().resolve("io.containerd.grpc.v1.cri/netns");
    }

    /// Where values of Secrets wait until a container's processes are made.
    public Path slots() {
        return state().resolve("slots");
    }

    /// The pipes of commands that are run in containers.
    public Path pipes() {
        return state().resolve("pipes");
    }

    /// What containerd calls to make containers.
    Path runc() {
        return directory.resolve("runc");
    }
}
