package dev.purser.node.network;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the CNI library notes of each pod it connected, in a directory of the machine that cannot
/// be configured. It deletes the notes of pods whose end it is told of.
public final class CniResults {
    private static final Logger LOG = LoggerFactory.getLogger(CniResults.class);
    private static final String INTERFACE = "-eth0";
    private final Path directory;

    /// @param directory `/var/lib/cni/results`
    public CniResults(Path directory) {
        this.directory = directory;
    }

    /// Deletes the notes of all pods of a network, on their loopback interfaces too.
    public void removeNetwork(String network) {
        remove(network, _ -> true);
    }

    /// Deletes the notes of some of a network's pods.
    public void removeSandboxes(String network, Set<String> sandboxes) {
        remove(network, sandboxes::contains);
    }

    /// Whether the notes of one of these pods name a network namespace.
    ///
    /// @throws IOException when they cannot be read
    public boolean mention(String network, Set<String> sandboxes, Path namespace)
            throws IOException {
        String name = '"' + namespace.toString() + '"';
        for (String sandbox : sandboxes) {
            Path result = directory.resolve(network + "-" + sandbox + INTERFACE);
            if (Files.exists(result) && Files.readString(result).contains(name)) {
                return true;
            }
        }
        return false;
    }

    /// The pods of a network that there are notes of.
    public Set<String> sandboxes(String network) {
        Set<String> sandboxes = new HashSet<>();
        forEach(network, (sandbox, _) -> sandboxes.add(sandbox));
        return sandboxes;
    }

    private void remove(String network, Predicate<String> which) {
        forEach(
                network,
                (sandbox, result) -> {
                    if (which.test(sandbox)) {
                        Files.deleteIfExists(directory.resolve("cni-loopback-" + sandbox + "-lo"));
                        Files.deleteIfExists(result);
                    }
                });
    }

    private void forEach(String network, Visit visit) {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> results =
                Files.newDirectoryStream(directory, network + "-*" + INTERFACE)) {
            for (Path result : results) {
                String name = result.getFileName().toString();
                visit.to(
                        name.substring(network.length() + 1, name.length() - INTERFACE.length()),
                        result);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read or cleaned", directory, e);
        }
    }

    /// What is done with a note.
    @FunctionalInterface
    private interface Visit {
        void to(String sandbox, Path result) throws IOException;
    }
}
