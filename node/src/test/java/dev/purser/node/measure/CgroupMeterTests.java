package dev.purser.node.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CgroupMeterTests {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @TempDir Path mount;

    private CgroupMeter meter() {
        return new CgroupMeter(mount, InstantSource.fixed(NOW));
    }

    private void file(String path, String content) throws IOException {
        Path file = mount.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private void version1() throws IOException {
        file("cpuacct/a/cpuacct.usage", "2500000000\n");
        file("cpuacct/a/cpuacct.stat", "user 200\nsystem 50\n");
        file("cpu/a/cpu.cfs_quota_us", "20000\n");
        file("cpu/a/cpu.cfs_period_us", "100000\n");
        file("cpu/a/cpu.shares", "51\n");
        file("cpu/a/cpu.stat", "nr_periods 10\nnr_throttled 4\nthrottled_time 3000000000\n");
        file("memory/a/memory.usage_in_bytes", "1000\n");
        file("memory/a/memory.limit_in_bytes", "5000\n");
        file("memory/a/memory.memsw.limit_in_bytes", "7000\n");
        file("memory/a/memory.max_usage_in_bytes", "1500\n");
        file("memory/a/memory.failcnt", "3\n");
        file("memory/a/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 2\n");
        file(
                "memory/a/memory.stat",
                "rss 1\ntotal_rss 400\ntotal_cache 300\ntotal_inactive_file 250\n"
                        + "total_active_file 50\ntotal_pgfault 77\ntotal_pgmajfault 7\n"
                        + "total_swap 9\ntotal_mapped_file 30\n");
        file("memory/a/cgroup.procs", "11\n12\n");
        file("pids/a/pids.current", "5\n");
        file("pids/a/pids.max", "max\n");
        file(
                "blkio/a/blkio.throttle.io_service_bytes_recursive",
                "8:0 Read 4096\n8:0 Write 8192\n8:0 Total 12288\nTotal 12288\n");
        file("blkio/a/blkio.throttle.io_serviced_recursive", "8:0 Read 1\n8:0 Write 2\n");
        file(
                "unified/a/cpu.pressure",
                "some avg10=1.50 avg60=0.50 avg300=0.10 total=1234\n"
                        + "full avg10=0.00 avg60=0.00 avg300=0.00 total=0\n");
    }

    @Test
    void version1IsReadFromAHierarchyForEachController() throws IOException {
        version1();

        CgroupReading reading = meter().read("/a").orElseThrow();

        assertThat(meter().version()).isEqualTo(1);
        assertThat(reading.time()).isEqualTo(NOW);
        assertThat(reading.cpu())
                .isEqualTo(
                        new CgroupReading.Cpu(
                                2_500_000_000L,
                                2_000_000_000L,
                                500_000_000L,
                                Optional.of(new CgroupReading.Throttling(10, 4, 3_000_000_000L)),
                                OptionalLong.of(20_000),
                                100_000,
                                51));
        CgroupReading.Memory memory = reading.memory();
        assertThat(memory.workingSet()).isEqualTo(750);
        assertThat(memory.available()).hasValue(4250);
        assertThat(memory.rss()).isEqualTo(400);
        assertThat(memory.swapLimit()).hasValue(2000);
        assertThat(memory.oomKills()).isEqualTo(2);
        assertThat(reading.tasks()).hasValue(5);
        assertThat(reading.tasksMax()).isEmpty();
        assertThat(reading.io()).isEqualTo(Map.of("8:0", new CgroupReading.Io(4096, 8192, 1, 2)));
        assertThat(reading.pressure().cpu())
                .contains(
                        new Stalls(
                                new Stalls.Share(1234, 1.5, 0.5, 0.1),
                                new Stalls.Share(0, 0, 0, 0)));
        assertThat(reading.pressure().memory()).isEmpty();
        assertThat(meter().processes("/a")).containsExactly("11", "12");
    }

    @Test
    void version2IsReadFromOneHierarchy() throws IOException {
        file("cgroup.controllers", "cpu memory pids\n");
        file(
                "a/cpu.stat",
                "usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\nnr_periods 10\n"
                        + "nr_throttled 4\nthrottled_usec 3000000\n");
        file("a/cpu.max", "20000 100000\n");
        file("a/cpu.weight", "39\n");
        file("a/memory.current", "1000\n");
        file("a/memory.max", "max\n");
        file("a/memory.swap.current", "9\n");
        file("a/memory.swap.max", "0\n");
        file("a/memory.peak", "1500\n");
        file("a/memory.events", "low 0\nhigh 0\nmax 3\noom 2\noom_kill 2\n");
        file("a/memory.stat", "anon 400\nfile 300\ninactive_file 250\npgfault 77\n");
        file("a/pids.current", "5\n");
        file("a/pids.max", "100\n");
        file("a/io.stat", "8:0 rbytes=4096 wbytes=8192 rios=1 wios=2 dbytes=0 dios=0\n");

        CgroupReading reading = meter().read("/a").orElseThrow();

        assertThat(meter().version()).isEqualTo(2);
        assertThat(reading.cpu().usageNanos()).isEqualTo(2_500_000_000L);
        assertThat(reading.cpu().throttling())
                .contains(new CgroupReading.Throttling(10, 4, 3_000_000_000L));
        assertThat(reading.cpu().shares()).isEqualTo(998);
        assertThat(reading.memory().workingSet()).isEqualTo(750);
        assertThat(reading.memory().available()).isEmpty();
        assertThat(reading.memory().swapLimit()).hasValue(0);
        assertThat(reading.memory().limitHits()).isEqualTo(3);
        assertThat(reading.tasksMax()).hasValue(100);
        assertThat(reading.io()).isEqualTo(Map.of("8:0", new CgroupReading.Io(4096, 8192, 1, 2)));
    }

    @Test
    void withoutAQuotaNothingIsThrottled() throws IOException {
        version1();
        file("cpu/a/cpu.cfs_quota_us", "-1\n");

        assertThat(meter().read("/a").orElseThrow().cpu().throttling()).isEmpty();
    }

    @Test
    void aCgroupThatIsGoneIsNotRead() throws IOException {
        version1();

        assertThat(meter().read("/b")).isEmpty();
    }

    @Test
    void thePodsCgroupIsBelowThatOfItsClass() throws IOException {
        file("memory/root/besteffort/podu1/memory.stat", "");
        file("memory/root/podu2/memory.stat", "");

        assertThat(PodCgroup.find(meter(), "/root", "u1")).isEqualTo("/root/besteffort/podu1");
        assertThat(PodCgroup.find(meter(), "/root", "u2")).isEqualTo("/root/podu2");
    }
}
