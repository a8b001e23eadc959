package dev.purser.node.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.cgroup.CgroupTree;
import dev.purser.node.cgroup.CgroupUsage;
import dev.purser.node.eviction.LinuxSignals.Places;
import dev.purser.node.settings.Signal;
import dev.purser.node.volume.DiskSpaces;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxSignalsTests {
    @TempDir Path directory;

    @BeforeEach
    void makeMachine() throws IOException {
        write("proc/meminfo", "MemTotal: 1000 kB\nMemFree: 100 kB\nInactive(file): 50 kB\n");
        write("proc/loadavg", "0.1 0.2 0.3 2/400 999\n");
        write("proc/sys/kernel/pid_max", "32768\n");
        write("proc/sys/kernel/threads-max", "5000\n");
        write("cgroup/memory/pods/memory.usage_in_bytes", "300000\n");
        write("cgroup/memory/pods/memory.stat", "total_inactive_file 100000\n");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(directory.resolve(file).getParent());
        Files.writeString(directory.resolve(file), text);
    }

    @Test
    void theMachineIsReadAsItIs() throws IOException {
        LinuxSignals signals =
                new LinuxSignals(
                        new Places(directory.resolve("proc"), directory, directory, "/pods"),
                        new DiskSpaces(),
                        new CgroupUsage(new CgroupTree(directory.resolve("cgroup"))),
                        900_000);

        Map<Signal, Observation> all = signals.observe();

        assertThat(all)
                .containsEntry(Signal.MEMORY_AVAILABLE, new Observation(150 * 1024, 1000 * 1024))
                .containsEntry(
                        Signal.ALLOCATABLE_MEMORY_AVAILABLE, new Observation(700_000, 900_000))
                .containsEntry(Signal.PID_AVAILABLE, new Observation(4600, 5000))
                .containsKeys(Signal.NODEFS_AVAILABLE, Signal.IMAGEFS_AVAILABLE);
        var store = Files.getFileStore(directory);
        assertThat(all.get(Signal.NODEFS_AVAILABLE).capacity()).isEqualTo(store.getTotalSpace());
        assertThat(signals.hasImageFileSystem()).isFalse();
    }

    @Test
    void whatFilesTakeIsCountedInBlocksAndOnce() throws IOException {
        Path tree = Files.createDirectories(directory.resolve("tree/sub"));
        Files.write(tree.resolve("a"), new byte[5000]);
        Files.createLink(tree.resolve("b"), tree.resolve("a"));
        Files.createSymbolicLink(tree.resolve("c"), Path.of("/"));
        try (var sparse =
                Files.newByteChannel(
                        tree.resolve("sparse"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            sparse.position(100L << 20);
            sparse.write(ByteBuffer.wrap(new byte[] {1}));
        }

        DiskSpaces.Usage used = new DiskSpaces().used(directory.resolve("tree"));

        assertThat(used.inodes()).isEqualTo(5);
        assertThat(used.bytes()).isBetween(5000L, 1L << 20);
        assertThat(new DiskSpaces().used(directory.resolve("none")))
                .isEqualTo(DiskSpaces.Usage.NONE);
    }
}
