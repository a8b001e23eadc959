package dev.purser.node.network;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/// The addresses that the CNI plugin `host-local` has given away: a file each, named after the
/// address, whose first line is the sandbox.
public final class AddressLeases {
    /// Beside them lie a lock and the address that was given last.
    private static final String FILES = "[0-9]*";

    private final Path directory;

    /// @param directory of one network
    public AddressLeases(Path directory) {
        this.directory = directory;
    }

    /// The sandboxes that have an address.
    public Set<String> sandboxes() throws IOException {
        Set<String> sandboxes = new HashSet<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> leases = Files.newDirectoryStream(directory, FILES)) {
                for (Path lease : leases) {
                    sandboxes.add(sandbox(lease));
                }
            }
        }
        return sandboxes;
    }

    /// Takes back the addresses of these sandboxes.
    public void remove(Set<String> sandboxes) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> leases = Files.newDirectoryStream(directory, FILES)) {
            for (Path lease : leases) {
                if (sandboxes.contains(sandbox(lease))) {
                    Files.deleteIfExists(lease);
                }
            }
        }
    }

    /// Empty in a file of which not even the first line was written.
    private static String sandbox(Path lease) throws IOException {
        return Files.readString(lease).lines().findFirst().orElse("").strip();
    }
}
