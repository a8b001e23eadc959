package dev.purser.node.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.client.node.NodeStreams.PodKey;
import dev.purser.client.node.NodeUsage;
import dev.purser.node.cri.CriStats.RunningContainer;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.measure.NodeUse.ContainerDisks;
import dev.purser.node.measure.NodeUse.ContainerUse;
import dev.purser.node.measure.NodeUse.PodDisks;
import dev.purser.node.measure.NodeUse.PodUse;
import dev.purser.node.measure.NodeUse.Share;
import dev.purser.node.measure.NodeUse.VolumeUse;
import dev.purser.node.volume.DiskSpaces.Space;
import dev.purser.node.volume.DiskSpaces.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SummaryDocumentTests {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Space DISK = new Space(1000, 400, 500, 100, 60);
    private static final PodIdentity POD = new PodIdentity("ns", "p", "u");
    private static final NetworkCount NETWORK =
            new NetworkCount(
                    "eth0", new NetworkCount.Way(10, 1, 0, 0), new NetworkCount.Way(20, 2, 0, 0));

    private static CgroupReading reading(long cpuNanos, long usage, OptionalLong limit) {
        return new CgroupReading(
                NOW,
                NOW,
                new CgroupReading.Cpu(
                        cpuNanos, 0, 0, Optional.empty(), OptionalLong.empty(), 100_000, 2),
                new CgroupReading.Memory(
                        usage,
                        5,
                        0,
                        0,
                        10,
                        0,
                        0,
                        0,
                        0,
                        7,
                        1,
                        0,
                        limit,
                        OptionalLong.empty(),
                        OptionalLong.empty(),
                        0,
                        0),
                OptionalLong.of(1),
                OptionalLong.empty(),
                new CgroupReading.Pressure(Optional.empty(), Optional.empty(), Optional.empty()),
                Map.of());
    }

    private static ContainerUse container() {
        return new ContainerUse(
                new RunningContainer("id", "s", POD, "c", 0, NOW.minusSeconds(20), "image"),
                reading(4_000_000_000L, 90, OptionalLong.of(200)),
                List.of("11", "12"),
                Optional.of(new ContainerDisks(Optional.of(new Usage(30, 3)), new Usage(8, 2))));
    }

    private static NodeUse use() {
        PodDisks disks =
                new PodDisks(
                        NOW,
                        Map.of(
                                "scratch", new VolumeUse(new Usage(50, 5), DISK, Share.LOCAL),
                                "token", new VolumeUse(new Usage(9, 1), DISK, Share.OTHER)),
                        new Usage(12, 4),
                        new Usage(2, 1));
        PodUse pod =
                new PodUse(
                        POD,
                        "/root/podu",
                        NOW.minusSeconds(21),
                        Optional.of(reading(4_100_000_000L, 95, OptionalLong.empty())),
                        List.of(NETWORK),
                        List.of(container()),
                        Optional.of(disks));
        MachineUse machine =
                new MachineUse(
                        NOW,
                        NOW.minusSeconds(100),
                        9_000_000_000L,
                        new MachineUse.Memory(1000, 600, 500, 300, 70, 7, 0, 0),
                        new CgroupReading.Pressure(
                                Optional.empty(), Optional.empty(), Optional.empty()),
                        List.of(NETWORK),
                        123,
                        32768);
        return new NodeUse(
                machine,
                Optional.empty(),
                List.of(pod),
                Optional.of(new NodeUse.Disks(NOW, DISK, DISK, 77)));
    }

    private static JsonNode summary(Optional<NodeUsage> rates) {
        return new SummaryDocument("n", use(), rates).toJson();
    }

    @Test
    void aPodTellsWhatItsContainersUse() {
        JsonNode pod = summary(Optional.empty()).at("/pods/0");

        assertThat(pod.at("/podRef/uid").asString()).isEqualTo("u");
        assertThat(pod.at("/containers/0/memory/workingSetBytes").asLong()).isEqualTo(80);
        assertThat(pod.at("/containers/0/memory/availableBytes").asLong()).isEqualTo(120);
        assertThat(pod.at("/memory").has("availableBytes")).isFalse();
        assertThat(pod.at("/containers/0/rootfs/usedBytes").asLong()).isEqualTo(30);
        assertThat(pod.at("/containers/0/rootfs/capacityBytes").asLong()).isEqualTo(1000);
        assertThat(pod.at("/containers/0/logs/usedBytes").asLong()).isEqualTo(8);
        assertThat(pod.at("/network/rxBytes").asLong()).isEqualTo(10);
        assertThat(pod.at("/network/interfaces/0/txBytes").asLong()).isEqualTo(20);
        assertThat(pod.at("/process_stats/process_count").asLong()).isEqualTo(2);
        assertThat(pod.at("/volume/0/name").asString()).isEqualTo("scratch");
        assertThat(pod.at("/volume/1/usedBytes").asLong()).isEqualTo(9);
    }

    /// Layers, logs, `/etc/hosts` and local volumes; not what is kept in memory.
    @Test
    void localStorageIsWhatLiesOnTheNodesDisk() {
        JsonNode local = summary(Optional.empty()).at("/pods/0/ephemeral-storage");

        assertThat(local.path("usedBytes").asLong()).isEqualTo(30 + 12 + 2 + 50);
        assertThat(local.path("inodesUsed").asLong()).isEqualTo(3 + 4 + 1 + 5);
    }

    @Test
    void theRateIsTheMeasuredOneElseThatOfTheContainersLife() {
        String rate = "/pods/0/containers/0/cpu/usageNanoCores";
        NodeUsage.Span span = new NodeUsage.Span(NOW, Duration.ofSeconds(10));
        NodeUsage measured =
                new NodeUsage(
                        "n",
                        span,
                        new NodeUsage.Amount(5, 0),
                        List.of(
                                new NodeUsage.PodUsage(
                                        new PodKey("ns", "p", "u"),
                                        span,
                                        Map.of("c", new NodeUsage.Amount(42, 0)))));

        assertThat(summary(Optional.of(measured)).at(rate).asLong()).isEqualTo(42);
        assertThat(summary(Optional.of(measured)).at("/node/cpu/usageNanoCores").asLong())
                .isEqualTo(5);
        assertThat(summary(Optional.empty()).at(rate).asLong()).isEqualTo(200_000_000);
        assertThat(summary(Optional.empty()).at("/node/cpu").has("usageNanoCores")).isFalse();
    }

    @Test
    void theNodeTellsOfTheWholeMachine() {
        JsonNode node = summary(Optional.empty()).path("node");

        assertThat(node.at("/memory/availableBytes").asLong()).isEqualTo(500);
        assertThat(node.at("/fs/usedBytes").asLong()).isEqualTo(400);
        assertThat(node.at("/fs/inodesUsed").asLong()).isEqualTo(40);
        assertThat(node.at("/runtime/imageFs/usedBytes").asLong()).isEqualTo(77);
        assertThat(node.at("/rlimit/curproc").asLong()).isEqualTo(123);
        assertThat(node.at("/startTime").asString()).isEqualTo("2026-01-02T03:02:25Z");
    }

    @Test
    void metricsHaveOneFamilyAndTheTimeOfTheReading() {
        String metrics = ResourceMetrics.of(use());

        assertThat(metrics)
                .contains(
                        "container_cpu_usage_seconds_total{container=\"c\",namespace=\"ns\",pod=\"p\"}"
                                + " 4 "
                                + NOW.toEpochMilli())
                .contains(
                        "pod_memory_working_set_bytes{namespace=\"ns\",pod=\"p\"} 85 "
                                + NOW.toEpochMilli())
                .contains("resource_scrape_error 0\n");
        assertThat(ContainerMetrics.of(use(), "/root"))
                .contains(
                        "container_network_receive_bytes_total{container=\"\",id=\"/root/podu\",image=\"\","
                                + "interface=\"eth0\",name=\"\",namespace=\"ns\",pod=\"p\"} 10 ")
                .contains(
                        "container_memory_working_set_bytes{container=\"c\",id=\"/root/podu/id\"");
    }
}
