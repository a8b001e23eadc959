package dev.purser.node.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.cri.FakeRuntime;
import dev.purser.node.host.StrayProcesses;
import dev.purser.node.launch.ContainerCgroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import runtime.v1.CriV1.PodSandboxConfig;

class LostContainersTests {
    private static final String LOST = "a".repeat(64);
    private static final String BEGINNING = "b".repeat(64);

    @TempDir Path mount;
    @TempDir Path proc;

    private final FakeRuntime runtime = new FakeRuntime(InstantSource.system());

    private Path cgroup(String path) throws IOException {
        return Files.createDirectories(mount.resolve(path));
    }

    private void remove() throws InterruptedException {
        new LostContainers(
                        runtime, new ContainerCgroups(mount, "/purser01"), new StrayProcesses(proc))
                .remove();
    }

    @Test
    void cgroupsOfNoContainerGoInEveryHierarchy() throws Exception {
        Path memory = cgroup("memory/purser01/besteffort/podx/" + LOST);
        Path guaranteed = cgroup("pids/purser01/podx/" + LOST);
        Path other = cgroup("memory/purser02/podx/" + LOST);

        remove();

        assertThat(memory).doesNotExist();
        assertThat(memory.getParent()).exists();
        assertThat(guaranteed).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void whatTheRuntimeKnowsStays() throws Exception {
        String sandbox = runtime.runSandbox(PodSandboxConfig.getDefaultInstance(), "");
        Path known = cgroup("memory/purser01/podx/" + sandbox);

        remove();

        assertThat(known).exists();
    }

    @Test
    void aSandboxThatIsJustBeginningStays() throws Exception {
        Path beginning = cgroup("memory/purser01/podx/" + BEGINNING);
        Path shim = Files.createDirectories(proc.resolve("11"));
        Files.writeString(shim.resolve("stat"), "11 (shim) S 1 1 1 0 -1");
        Files.writeString(shim.resolve("cgroup"), "0::/\n");
        Files.writeString(shim.resolve("cmdline"), "shim\0-id\0" + BEGINNING + "\0");

        remove();

        assertThat(beginning).exists();
    }
}
