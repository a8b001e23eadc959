package dev.purser.node.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.purser.client.node.NodeUsage;
import dev.purser.client.testing.ManualTimers;
import dev.purser.node.cri.ContainerReading;
import dev.purser.node.cri.FakeRuntime;
import dev.purser.node.cri.PodIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeMeterTests {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final PodIdentity POD = new PodIdentity("default", "web", "uid-1");

    private final ManualTimers timers = new ManualTimers(START);
    private final FakeRuntime runtime = new FakeRuntime(timers);

    @TempDir private Path proc;

    @BeforeEach
    void machine() throws IOException {
        busyTicks(1000);
        Files.writeString(
                proc.resolve("meminfo"),
                """
                MemTotal:       1000 kB
                MemFree:         300 kB
                Inactive(file):  200 kB
                HugePages_Total:   0
                """);
    }

    /// The last columns, idle and waiting, must not count.
    private void busyTicks(long ticks) throws IOException {
        Files.writeString(
                proc.resolve("stat"), "cpu  " + ticks + " 0 0 99999 777 0 0 0 0 0\ncpu0 1\n");
    }

    private static ContainerReading reading(String id, String name, Instant time, long millis) {
        return new ContainerReading(
                id, POD, name, time, Duration.ofMillis(millis).toNanos(), 4096 * 1024, 0, 0);
    }

    @Test
    void ratesAreWhatWasUsedBetweenTwoReadings() throws IOException {
        Readings first =
                Readings.of(
                        MachineReading.read(proc, timers), List.of(reading("1", "c", START, 500)));
        timers.advance(Duration.ofSeconds(10));
        busyTicks(1500);

        NodeUsage usage =
                Readings.of(
                                MachineReading.read(proc, timers),
                                List.of(reading("1", "c", START.plusSeconds(10), 3000)))
                        .since(first, "vm");

        assertThat(usage.span().length()).isEqualTo(Duration.ofSeconds(10));
        assertThat(usage.total()).isEqualTo(new NodeUsage.Amount(500_000_000L, 500 * 1024));
        assertThat(usage.pods().getFirst().containers())
                .isEqualTo(Map.of("c", new NodeUsage.Amount(250_000_000L, 4096 * 1024)));
    }

    @Test
    void containersThatWereReadOnceAreLeftOut() throws IOException {
        MachineReading machine = MachineReading.read(proc, timers);
        Readings first = Readings.of(machine, List.of(reading("1", "c", START, 0)));

        NodeUsage usage =
                Readings.of(machine, List.of(reading("2", "c", START.plusSeconds(1), 10)))
                        .since(first, "vm");

        assertThat(usage.pods()).isEmpty();
    }

    @Test
    void measuresSoonAfterItsStartAndAgainLater() throws InterruptedException {
        runtime.read(reading("1", "c", START, 0));
        try (NodeMeter meter = new NodeMeter("vm", runtime, timers, proc)) {
            meter.start();
            awaitTimer();
            assertThat(meter.usage()).isEmpty();

            runtime.read(reading("1", "c", START.plusSeconds(1), 1000));
            timers.advance(Duration.ofSeconds(1));
            awaitTimer();

            assertThat(meter.usage().orElseThrow().pods().getFirst().containers().get("c"))
                    .isNotNull()
                    .satisfies(amount ->
                            assertThat(amount.nanoCores()).isCloseTo(1_000_000_000L, within(1L)));
        }
    }

    /// The meter sleeps once it has measured.
    private void awaitTimer() throws InterruptedException {
        while (timers.pending() == 0) {
            Thread.sleep(1);
        }
    }
}
