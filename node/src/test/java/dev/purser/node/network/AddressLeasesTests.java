package dev.purser.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressLeasesTests {
    @TempDir Path directory;

    @Test
    void areOfSandboxes() throws IOException {
        Files.writeString(directory.resolve("10.88.0.2"), "s1\r\neth0");
        Files.writeString(directory.resolve("10.88.0.3"), "s2\r\neth0");
        Files.writeString(directory.resolve("last_reserved_ip.0"), "10.88.0.3");
        AddressLeases leases = new AddressLeases(directory);
        assertThat(leases.sandboxes()).containsExactlyInAnyOrder("s1", "s2");

        leases.remove(Set.of("s1"));

        assertThat(leases.sandboxes()).containsExactly("s2");
        assertThat(directory.resolve("last_reserved_ip.0")).exists();
    }

    @Test
    void thereAreNoneBeforeTheFirst() throws IOException {
        assertThat(new AddressLeases(directory.resolve("none")).sandboxes()).isEmpty();
    }
}
