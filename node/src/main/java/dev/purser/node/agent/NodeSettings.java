package dev.purser.node.agent;

import java.nio.file.Path;

/// Which node this is, and where it keeps its things.
///
/// @param nodeName the name of the Node object
/// @param directory the node's part of the data directory
public record NodeSettings(String nodeName, Path directory) {
    public NodeSettings {
        directory = directory.toAbsolutePath().normalize();
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
