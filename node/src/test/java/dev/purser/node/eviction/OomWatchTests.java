package dev.purser.node.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.eviction.OomWatch.Victim;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OomWatchTests {
    private static final String KILL =
            "6,900,5000000,-;oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/,task=java,pid=77,uid=0";

    @TempDir Path directory;

    @Test
    void aProcessOutsideOfContainersIsTold() {
        assertThat(OomWatch.victim(KILL, 0)).contains(new Victim("/", "java", 77));
    }

    @Test
    void whatHappenedBeforeIsOld() {
        assertThat(OomWatch.victim(KILL, 5_000_001)).isEmpty();
    }

    @Test
    void killsInContainersNameThem() {
        String id = "0123456789abcdef".repeat(4);
        for (String inside : List.of("", "/init.scope")) {
            String cgroup = "/purser01/besteffort/podx/" + id + inside;
            Victim victim =
                    OomWatch.victim(
                                    "6,900,5000000,-;oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=x,mems_allowed=0,oom_memcg=/p/a,task_memcg=%s,task=a,b,pid=9343,uid=0"
                                            .formatted(cgroup),
                                    0)
                            .orElseThrow();
            assertThat(victim).isEqualTo(new Victim(cgroup, "a,b", 9343));
            assertThat(victim.container()).contains(id);
            assertThat(victim.isOutside()).isFalse();
        }
    }

    @Test
    void otherRecordsAreNone() {
        for (String record :
                List.of(
                        "3,901,5000001,-;Memory cgroup out of memory: Killed process 9343 (tail)",
                        "nonsense",
                        "")) {
            assertThat(OomWatch.victim(record, 0)).isEmpty();
        }
    }

    @Test
    void recordsAreReadAsTheyCome() throws Exception {
        Path uptime = Files.writeString(directory.resolve("uptime"), "4.0 3.0\n");
        Path log = Files.writeString(directory.resolve("kmsg"), KILL + "\n");
        LinkedBlockingQueue<Victim> victims = new LinkedBlockingQueue<>();
        try (OomWatch watch = new OomWatch(log, uptime, victims::add)) {
            watch.start();
            assertThat(victims.poll(30, TimeUnit.SECONDS)).isEqualTo(new Victim("/", "java", 77));
        }
    }
}
