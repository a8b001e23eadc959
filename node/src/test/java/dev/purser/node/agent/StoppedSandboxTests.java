package dev.purser.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.containerd.ContainerdLayout;
import dev.purser.node.containerd.ShimSockets;
import dev.purser.node.host.StrayProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedSandboxTests {
    @TempDir Path directory;

    private final String sandbox = UUID.randomUUID().toString();
    private final List<String> cgroups = new ArrayList<>();
    private final List<String> rules = new ArrayList<>();
    private ShimSockets sockets;
    private StoppedSandbox stopped;
    private Process shim;

    @BeforeEach
    void startShim() throws IOException {
        sockets =
                new ShimSockets(
                        directory, new ContainerdLayout(Path.of("/var/lib/purser/containerd")));
        stopped =
                new StoppedSandbox(
                        sockets, new StrayProcesses(Path.of("/proc")), cgroups::add, rules::add);
        shim = new ProcessBuilder("sh", "-c", "read line", "shim", "-id", sandbox).start();
    }

    @AfterEach
    void endShim() {
        shim.destroyForcibly();
    }

    @Test
    void aShimThatNobodyHasToldToEndIsEnded() throws Exception {
        Path socket = Files.createFile(sockets.path(sandbox));

        stopped.forget(sandbox);

        assertThat(shim.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(socket).doesNotExist();
        assertThat(cgroups).containsExactly(sandbox);
        assertThat(rules).containsExactly(sandbox);
    }

    @Test
    void aShimThatEndsInOrderIsLeftToItself() throws Exception {
        stopped.forget(sandbox);

        assertThat(shim.isAlive()).isTrue();
        assertThat(cgroups).isEmpty();
        assertThat(rules).containsExactly(sandbox);
    }

    @Test
    void othersGoOn() throws Exception {
        String other = UUID.randomUUID().toString();
        Files.createFile(sockets.path(other));

        stopped.forget(other);

        assertThat(shim.isAlive()).isTrue();
    }
}
