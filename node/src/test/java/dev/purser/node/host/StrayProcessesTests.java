package dev.purser.node.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.host.StrayProcesses.Stray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StrayProcessesTests {
    @TempDir Path proc;

    private void process(int pid, String state, String cgroup, String... words) throws IOException {
        Path directory = Files.createDirectories(proc.resolve(Integer.toString(pid)));
        Files.writeString(
                directory.resolve("stat"), pid + " (odd ) name) " + state + " 1 1 1 0 -1");
        Files.writeString(
                directory.resolve("cgroup"), "5:memory:" + cgroup + "\n0::" + cgroup + "\n");
        Files.writeString(directory.resolve("cmdline"), String.join("\0", words) + "\0");
    }

    @Test
    void findsThoseOfACgroupAndBelow() throws IOException {
        process(11, "S", "/purser01/podx/c", "sleep");
        process(12, "D", "/purser01", "sleep");
        process(13, "S", "/purser012", "sleep");
        process(14, "Z", "/purser01", "sleep");

        assertThat(new StrayProcesses(proc).ofCgroup("/purser01"))
                .containsExactlyInAnyOrder(
                        new Stray(11, "odd ) name", "S"), new Stray(12, "odd ) name", "D"));
    }

    @Test
    void findsThoseWithTwoWords() throws IOException {
        process(11, "S", "/", "shim", "-address", "/d/containerd.sock");
        process(12, "S", "/", "shim", "-address", "/d/containerd.sock2");
        process(13, "S", "/", "grep", "-address /d/containerd.sock");

        assertThat(new StrayProcesses(proc).withWords("-address", "/d/containerd.sock"))
                .extracting(Stray::pid)
                .containsExactly(11L);
    }

    @Test
    void findsThoseWithAVariable() throws IOException {
        for (String environ :
                List.of(
                        "CNI_NETNS=/d/ns/1\0A=b\0",
                        "A=b\0CNI_NETNS=/d/ns/2\0",
                        "X_CNI_NETNS=/d/ns/3\0",
                        "CNI_NETNS=/e/1\0")) {
            int pid = 11 + Math.floorMod(environ.hashCode(), 100_000);
            process(pid, "S", "/", "bridge");
            Files.writeString(proc.resolve(pid + "/environ"), environ);
        }

        assertThat(new StrayProcesses(proc).withVariable("CNI_NETNS", "/d/ns/")).hasSize(2);
    }

    @Test
    void killsUntilNothingIsLeft() throws Exception {
        Process process = new ProcessBuilder("sleep", "3600").start();

        List<Stray> left =
                StrayProcesses.kill(
                        () ->
                                process.isAlive()
                                        ? List.of(new Stray(process.pid(), "sleep", "S"))
                                        : List.of(),
                        Duration.ofSeconds(30));

        assertThat(left).isEmpty();
        assertThat(process.waitFor()).isNotZero();
    }
}
