package dev.purser.node.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineUseTests {
    @TempDir Path proc;

    private void file(String path, String content) throws IOException {
        Path file = proc.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    @Test
    void aMachineIsReadFromProc() throws IOException {
        file("stat", "cpu  100 10 40 9999 50 3 2 1 0 0\ncpu0 1 1 1 1\nbtime 1700000000\n");
        file(
                "meminfo",
                "MemTotal: 1000 kB\nMemFree: 300 kB\nInactive(file): 200 kB\nAnonPages: 50 kB\nSwapTotal: 10 kB\nSwapFree: 4 kB\n");
        file("vmstat", "pgfault 77\npgmajfault 7\n");
        file("loadavg", "0.10 0.20 0.30 2/345 6789\n");
        file("sys/kernel/pid_max", "32768\n");
        file("sys/kernel/threads-max", "20000\n");
        file(
                "net/dev",
                "Inter-|   Receive   |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes\n"
                        + "    lo: 1 1 0 0 0 0 0 0 1 1 0 0 0 0 0 0\n"
                        + "  eth0: 100 10 1 2 0 0 0 0 200 20 3 4 0 0 0 0\n"
                        + "veth12: 100 10 1 2 0 0 0 0 200 20 3 4 0 0 0 0\n");

        MachineUse use = MachineUse.read(proc, InstantSource.fixed(Instant.EPOCH));

        assertThat(use.cpuNanos()).isEqualTo((100 + 10 + 40 + 3 + 2 + 1) * 10_000_000L);
        assertThat(use.bootTime()).isEqualTo(Instant.ofEpochSecond(1_700_000_000L));
        assertThat(use.memory())
                .isEqualTo(
                        new MachineUse.Memory(
                                1000 << 10,
                                700 << 10,
                                500 << 10,
                                50 << 10,
                                77,
                                7,
                                10 << 10,
                                4 << 10));
        assertThat(use.tasks()).isEqualTo(345);
        assertThat(use.tasksMax()).isEqualTo(20000);
        assertThat(use.networks())
                .isEqualTo(
                        List.of(
                                new NetworkCount(
                                        "eth0",
                                        new NetworkCount.Way(100, 10, 1, 2),
                                        new NetworkCount.Way(200, 20, 3, 4))));
    }
}
