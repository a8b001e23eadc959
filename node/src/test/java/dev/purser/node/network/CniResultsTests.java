package dev.purser.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CniResultsTests {
    @TempDir Path directory;

    @Test
    void nameTheNetworkNamespace() throws IOException {
        Files.writeString(
                directory.resolve("purser01-s1-eth0"),
                "{\"result\":{\"interfaces\":[{\"sandbox\":\"/state/netns/cni-1\"}]}}");
        CniResults results = new CniResults(directory);

        assertThat(results.mention("purser01", Set.of("s1"), Path.of("/state/netns/cni-1")))
                .isTrue();
        assertThat(results.mention("purser01", Set.of("s1"), Path.of("/state/netns/cni-11")))
                .isFalse();
        assertThat(results.mention("purser01", Set.of("s2"), Path.of("/state/netns/cni-1")))
                .isFalse();
    }

    @Test
    void removesThoseOfOneNetwork() throws IOException {
        for (String name :
                List.of(
                        "purser01-s1-eth0",
                        "cni-loopback-s1-lo",
                        "purser02-s2-eth0",
                        "cni-loopback-s2-lo")) {
            Files.createFile(directory.resolve(name));
        }

        new CniResults(directory).removeNetwork("purser01");

        assertThat(directory)
                .isDirectoryContaining("glob:**/purser02-s2-eth0")
                .isDirectoryContaining("glob:**/cni-loopback-s2-lo")
                .isDirectoryNotContaining("glob:**s1**");
    }
}
