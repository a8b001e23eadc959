package dev.purser.node.collect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.cri.FakeRuntime;
import dev.purser.node.host.StrayProcesses;
import dev.purser.node.launch.ContainerCgroups;
import dev.purser.node.volume.TestMounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import runtime.v1.CriV1.ContainerConfig;
import runtime.v1.CriV1.ContainerMetadata;
import runtime.v1.CriV1.PodSandboxConfig;

class LostContainersTests {
    private static final String LOST = "a".repeat(64);
    private static final String BEGINNING = "b".repeat(64);

    @TempDir Path mount;
    @TempDir Path proc;
    @TempDir Path tasks;

    private final TestMounts mounts = new TestMounts();
    private final FakeRuntime runtime = new FakeRuntime(InstantSource.system());

    private int lastProcess = 10;

    private Path cgroup(String path) throws IOException {
        return Files.createDirectories(mount.resolve(path));
    }

    private void remove() throws InterruptedException {
        new LostContainers(
                        runtime,
                        new ContainerCgroups(mount, "/purser01"),
                        new ContainerRoots(tasks, mounts),
                        new StrayProcesses(proc))
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
        shim(BEGINNING);

        remove();

        assertThat(beginning).exists();
    }

    @Test
    void rootsStayWhereAShimOrAProcessIs() throws Exception {
        String sandbox = runtime.runSandbox(PodSandboxConfig.getDefaultInstance(), "");
        Path root = root(sandbox);
        Path created = root(container(sandbox, "created"));
        Path running = root(started(sandbox, "running"));
        Path ended = root(started(sandbox, "ended"));
        runtime.exit("ended", 1, "Error");
        Path beginning = root(BEGINNING);
        shim(BEGINNING);
        shim(sandbox);

        remove();

        assertThat(mounts.mounted()).containsOnlyKeys(root, created, running, ended, beginning);
    }

    @Test
    void rootsGoThatNoShimTakesCareOf() throws Exception {
        String sandbox = runtime.runSandbox(PodSandboxConfig.getDefaultInstance(), "");
        root(started(sandbox, "ended"));
        runtime.exit("ended", 137, "Error");
        root(sandbox);
        runtime.stopSandbox(sandbox);
        root(LOST);
        Path other = tasks.resolve(LOST).resolve("other");
        mounts.mountTmpfs(Files.createDirectories(other), 0);

        remove();

        assertThat(mounts.mounted()).containsOnlyKeys(other);
    }

    private Path root(String id) throws IOException {
        Path root = Files.createDirectories(tasks.resolve(id).resolve("rootfs"));
        mounts.mountTmpfs(root, 0);
        return root;
    }

    private String container(String sandbox, String name) {
        return runtime.createContainer(
                sandbox,
                ContainerConfig.newBuilder()
                        .setMetadata(ContainerMetadata.newBuilder().setName(name))
                        .build(),
                PodSandboxConfig.getDefaultInstance());
    }

    private String started(String sandbox, String name) {
        String id = container(sandbox, name);
        runtime.startContainer(id);
        return id;
    }

    private void shim(String id) throws IOException {
        Path shim = Files.createDirectories(proc.resolve(Integer.toString(++lastProcess)));
        Files.writeString(shim.resolve("stat"), lastProcess + " (shim) S 1 1 1 0 -1");
        Files.writeString(shim.resolve("cgroup"), "0::/\n");
        Files.writeString(shim.resolve("cmdline"), "shim\0-id\0" + id + "\0");
    }
}
