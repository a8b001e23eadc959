package dev.purser.node.launch;

import dev.purser.node.spec.PodSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// The files of a pod's directory that its containers mount beside volumes: `/etc/hosts`, and the
/// file for the last message. Thread-safe if the random source is.
public final class ContainerFiles {
    private final HostSettings host;
    private final RandomGenerator random;

    public ContainerFiles(HostSettings host, RandomGenerator random) {
        this.host = host;
        this.random = random;
    }

    /// Makes the directory of a container's logs, since the runtime makes none.
    void createLogDirectory(PodSpec pod, String container) throws IOException {
        Files.createDirectories(host.podLogDirectory(pod.identity()).resolve(container));
    }

    /// Writes the pod's hosts file; every start of a container renews it.
    Path writeHosts(PodSpec pod, List<String> addresses, Path podDirectory) throws IOException {
        Path file = podDirectory.resolve("etc-hosts");
        Files.createDirectories(podDirectory);
        Files.writeString(file, HostsFile.text(pod, addresses, host.hosts()));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        return file;
    }

    /// Makes an empty file of its own for one life of a container. Anybody may write to it, since
    /// the container may run as any user.
    Path createTerminationMessage(String container, Path podDirectory) throws IOException {
        Path directory = podDirectory.resolve("containers").resolve(container);
        Files.createDirectories(directory);
        Path file = directory.resolve(HexFormat.of().toHexDigits(random.nextInt()));
        Files.createFile(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        return file;
    }
}
