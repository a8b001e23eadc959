package dev.purser.node.containerd;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The programs that the node runs.
///
/// @param ctr containerd's command line, which imports image archives
/// @param setsid starts a program in a session of its own (util-linux)
/// @param cniPlugins the directory with `bridge`, `host-local`, `portmap` and `loopback`
public record ContainerdPrograms(Path containerd, Path ctr, Path setsid, Path cniPlugins) {
    private static final List<Path> PROGRAM_DIRECTORIES =
            Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
                    .map(Path::of)
                    .toList();

    /// Where the package managers of Debian, of Fedora, and people by hand put CNI plugins.
    private static final List<Path> PLUGIN_DIRECTORIES =
            Stream.of("/usr/lib/cni", "/usr/libexec/cni", "/opt/cni/bin").map(Path::of).toList();

    /// Finds the programs where they usually are.
    ///
    /// @throws ContainerdException naming what is missing
    public static ContainerdPrograms find() throws ContainerdException {
        program("runc");
        return new ContainerdPrograms(
                program("containerd"), program("ctr"), program("setsid"), plugins());
    }

    /// Whether iptables is there, which the CNI plugins call for masquerading and host ports.
    public boolean hasIptables() {
        return search("iptables").isPresent();
    }

    private static Path program(String name) throws ContainerdException {
        return search(name).orElseThrow(() -> new ContainerdException(name + " is not installed"));
    }

    private static Optional<Path> search(String name) {
        return PROGRAM_DIRECTORIES.stream()
                .map(directory -> directory.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Path plugins() throws ContainerdException {
        return PLUGIN_DIRECTORIES.stream()
                .filter(directory -> Files.isExecutable(directory.resolve("bridge")))
                .findFirst()
                .orElseThrow(() -> new ContainerdException("The CNI plugins are not installed"));
    }
}
