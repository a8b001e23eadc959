package dev.purser.node.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.cgroup.CgroupLimits.Limits;
import dev.purser.node.cgroup.CgroupTree.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both versions of control groups, as trees of plain files.
class CgroupTests {
    private static final Limits LIMITS =
            new Limits(
                    OptionalLong.of(512),
                    OptionalLong.of(150_000),
                    100_000,
                    OptionalLong.of(1 << 20),
                    OptionalLong.of(64));
    private static final Limits NONE =
            new Limits(
                    OptionalLong.of(2),
                    OptionalLong.of(-1),
                    100_000,
                    OptionalLong.of(-1),
                    OptionalLong.of(-1));

    @TempDir Path mount;

    private String read(String file) throws IOException {
        return Files.readString(mount.resolve(file));
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(mount.resolve(file).getParent());
        Files.writeString(mount.resolve(file), text);
    }

    @Nested
    class One {
        private CgroupTree tree() throws IOException {
            for (String controller : new String[] {"cpu", "memory", "pids"}) {
                Files.createDirectories(mount.resolve(controller));
            }
            return new CgroupTree(mount);
        }

        @Test
        void hasAHierarchyForEachController() throws IOException {
            CgroupLimits limits = new CgroupLimits(tree());
            limits.create("/top/burstable/pod1");
            limits.apply("/top/burstable/pod1", LIMITS);

            assertThat(read("cpu/top/burstable/pod1/cpu.shares")).isEqualTo("512");
            assertThat(read("cpu/top/burstable/pod1/cpu.cfs_quota_us")).isEqualTo("150000");
            assertThat(read("cpu/top/burstable/pod1/cpu.cfs_period_us")).isEqualTo("100000");
            assertThat(read("memory/top/burstable/pod1/memory.limit_in_bytes"))
                    .isEqualTo("1048576");
            assertThat(read("pids/top/burstable/pod1/pids.max")).isEqualTo("64");
            assertThat(limits.memoryBytes("/top/burstable/pod1")).hasValue(1 << 20);
            limits.apply("/top/burstable/pod1", NONE);
            assertThat(read("cpu/top/burstable/pod1/cpu.cfs_quota_us")).isEqualTo("-1");
            assertThat(read("memory/top/burstable/pod1/memory.limit_in_bytes")).isEqualTo("-1");
            assertThat(limits.memoryBytes("/top/burstable/pod1")).isEmpty();
        }

        @Test
        void tellsWhatIsUsed() throws IOException {
            CgroupTree tree = tree();
            CgroupUsage usage = new CgroupUsage(tree);
            write("memory/p/memory.usage_in_bytes", "5000\n");
            write("memory/p/memory.stat", "cache 1\ninactive_file 9\ntotal_inactive_file 2000\n");
            write("memory/p/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 3\n");
            write("pids/p/pids.current", "7\n");

            assertThat(tree.version()).isEqualTo(Version.V1);
            assertThat(usage.workingSetBytes("/p")).hasValue(3000);
            assertThat(usage.processes("/p")).hasValue(7);
            assertThat(usage.oomKills("/p")).isEqualTo(3);
            assertThat(usage.workingSetBytes("/gone")).isEmpty();
        }

        @Test
        void saysWithALargeNumberThatThereIsNoLimit() throws IOException {
            CgroupTree tree = tree();
            write("memory/p/memory.limit_in_bytes", "9223372036854771712\n");
            assertThat(new CgroupLimits(tree).memoryBytes("/p")).isEmpty();
        }
    }

    @Nested
    class Two {
        private CgroupTree tree() throws IOException {
            write("cgroup.controllers", "cpuset cpu io memory pids\n");
            write("cgroup.subtree_control", "cpu\n");
            // The kernel makes these files with the directory.
            for (String each : new String[] {"top", "top/burstable"}) {
                write(each + "/cgroup.controllers", "cpu memory pids\n");
                write(each + "/cgroup.subtree_control", "");
            }
            return new CgroupTree(mount);
        }

        @Test
        void hasOneHierarchyWithControllersHandedDown() throws IOException {
            CgroupLimits limits = new CgroupLimits(tree());
            limits.create("/top/burstable/pod1");
            limits.apply("/top/burstable/pod1", LIMITS);

            assertThat(read("cgroup.subtree_control")).isEqualTo("+pids");
            assertThat(read("top/cgroup.subtree_control")).isEqualTo("+pids");
            assertThat(read("top/burstable/pod1/cpu.weight")).isEqualTo("59");
            assertThat(read("top/burstable/pod1/cpu.max")).isEqualTo("150000 100000");
            assertThat(read("top/burstable/pod1/memory.max")).isEqualTo("1048576");
            assertThat(read("top/burstable/pod1/pids.max")).isEqualTo("64");
            limits.apply("/top/burstable/pod1", NONE);
            assertThat(read("top/burstable/pod1/cpu.max")).isEqualTo("max 100000");
            assertThat(read("top/burstable/pod1/memory.max")).isEqualTo("max");
            assertThat(read("top/burstable/pod1/pids.max")).isEqualTo("max");
        }

        @Test
        void tellsWhatIsUsed() throws IOException {
            CgroupUsage usage = new CgroupUsage(tree());
            write("p/memory.current", "5000\n");
            write("p/memory.stat", "anon 1\ninactive_file 2000\n");
            write("p/memory.events", "low 0\noom 4\noom_kill 3\n");
            write("p/pids.current", "7\n");
            write("p/memory.max", "max\n");

            assertThat(usage.workingSetBytes("/p")).hasValue(3000);
            assertThat(usage.processes("/p")).hasValue(7);
            assertThat(usage.oomKills("/p")).isEqualTo(3);
            assertThat(new CgroupLimits(tree()).memoryBytes("/p")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"0,1", "2,1", "1024,100", "262144,10000", "300000,10000"})
    void sharesAreWeights(long shares, long weight) {
        assertThat(CgroupLimits.weight(shares)).isEqualTo(weight);
    }
}
