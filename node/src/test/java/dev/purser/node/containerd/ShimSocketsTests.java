package dev.purser.node.containerd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShimSocketsTests {
    private static final String SANDBOX =
            "6efadb88a0b532ff29db4f88a70d4babdd9cf9fb681e5dfbd34a877931b1634a";

    @TempDir Path directory;

    /// As sha256sum has it; sockets of containerd 1.6.20 were seen to have such names.
    @Test
    void areNamedAsContainerdNamesThem() {
        ContainerdLayout layout = new ContainerdLayout(Path.of("/var/lib/purser/node/containerd"));

        assertThat(new ShimSockets(directory, layout).name(SANDBOX))
                .isEqualTo("2b75d286e320144ad65023e0ba0fd29992cb66182fe1f17496b97854f66984fa");
    }

    @Test
    void thoseOfSandboxesWithFilesAreForgotten() throws IOException {
        ContainerdLayout layout = new ContainerdLayout(directory.resolve("c"));
        ShimSockets sockets = new ShimSockets(directory, layout);
        Path own = Files.createFile(directory.resolve(sockets.name("s1")));
        Path other = Files.createFile(directory.resolve("other"));
        Files.createDirectories(layout.root().resolve("io.containerd.grpc.v1.cri/sandboxes/s1"));

        sockets.forgetAll();

        assertThat(own).doesNotExist();
        assertThat(other).exists();
    }
}
