package dev.purser.node.agent;

import dev.purser.node.settings.KubeletConfiguration;
import java.nio.file.Path;

/// Which node this is, where it keeps its things, and how it is to behave.
///
/// @param nodeName the name of the Node object
/// @param directory the node's part of the data directory
/// @param kubelet how the node is to behave
public record NodeSettings(String nodeName, Path directory, KubeletConfiguration kubelet) {
    public NodeSettings {
        directory = directory.toAbsolutePath().normalize();
    }

    /// A node that behaves as kubelet does by default.
    public NodeSettings(String nodeName, Path directory) {
        this(nodeName, directory, KubeletConfiguration.defaults());
    }

    public Path containerd() {
        return directory.resolve("containerd");
    }

    public Path network() {
        return directory.resolve("network");
    }

    public Path podLogs() {
        return directory.resolve("logs");
    }
}
