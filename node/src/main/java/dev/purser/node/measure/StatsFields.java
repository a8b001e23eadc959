package dev.purser.node.measure;

import dev.purser.client.time.Timestamps;
import dev.purser.node.volume.DiskSpaces.Space;
import dev.purser.node.volume.DiskSpaces.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes the parts that the summary's objects have in common (`k8s.io/kubelet/pkg/apis/stats`).
final class StatsFields {
    /// The interface that kubelet names first.
    private static final String MAIN_INTERFACE = "eth0";

    private StatsFields() {}

    /// @param nanoCores the newest rate
    static void cpu(
            ObjectNode owner,
            Instant time,
            OptionalLong nanoCores,
            long nanos,
            Optional<Stalls> stalls) {
        ObjectNode cpu = owner.putObject("cpu").put("time", Timestamps.seconds(time));
        nanoCores.ifPresent(rate -> cpu.put("usageNanoCores", rate));
        cpu.put("usageCoreNanoSeconds", nanos);
        stalls(cpu, stalls);
    }

    static void memory(ObjectNode owner, CgroupReading reading, Optional<Stalls> stalls) {
        CgroupReading.Memory use = reading.memory();
        ObjectNode memory =
                owner.putObject("memory").put("time", Timestamps.seconds(reading.time()));
        use.available().ifPresent(bytes -> memory.put("availableBytes", bytes));
        memory.put("usageBytes", use.usage())
                .put("workingSetBytes", use.workingSet())
                .put("rssBytes", use.rss())
                .put("pageFaults", use.pageFaults())
                .put("majorPageFaults", use.majorPageFaults());
        stalls(memory, stalls);
    }

    static void io(ObjectNode owner, Instant time, Optional<Stalls> stalls) {
        ObjectNode io = owner.putObject("io").put("time", Timestamps.seconds(time));
        stalls(io, stalls);
    }

    static void swap(ObjectNode owner, CgroupReading reading) {
        CgroupReading.Memory use = reading.memory();
        ObjectNode swap = owner.putObject("swap").put("time", Timestamps.seconds(reading.time()));
        use.swapLimit()
                .ifPresent(
                        limit -> swap.put("swapAvailableBytes", Math.max(0, limit - use.swap())));
        swap.put("swapUsageBytes", use.swap());
    }

    static void stalls(ObjectNode owner, Optional<Stalls> stalls) {
        if (stalls.isPresent()) {
            ObjectNode psi = owner.putObject("psi");
            share(psi.putObject("full"), stalls.get().full());
            share(psi.putObject("some"), stalls.get().some());
        }
    }

    private static void share(ObjectNode node, Stalls.Share share) {
        node.put("total", share.totalMicros())
                .put("avg10", share.avg10())
                .put("avg60", share.avg60())
                .put("avg300", share.avg300());
    }

    /// The first of several interfaces is told twice, as kubelet does it.
    static void network(ObjectNode owner, Instant time, List<NetworkCount> counts) {
        if (counts.isEmpty()) {
            return;
        }
        ObjectNode network = owner.putObject("network").put("time", Timestamps.seconds(time));
        NetworkCount main =
                counts.stream()
                        .filter(each -> each.name().equals(MAIN_INTERFACE))
                        .findFirst()
                        .orElseGet(counts::getFirst);
        count(network, main);
        ArrayNode all = network.putArray("interfaces");
        counts.forEach(each -> count(all.addObject(), each));
    }

    private static void count(ObjectNode node, NetworkCount count) {
        node.put("name", count.name())
                .put("rxBytes", count.received().bytes())
                .put("rxErrors", count.received().errors())
                .put("txBytes", count.sent().bytes())
                .put("txErrors", count.sent().errors());
    }

    /// A file system of which somebody takes a part.
    static void files(ObjectNode node, Instant time, Space space, Optional<Usage> used) {
        node.put("time", Timestamps.seconds(time))
                .put("availableBytes", space.availableBytes())
                .put("capacityBytes", space.capacityBytes());
        used.ifPresent(usage -> node.put("usedBytes", usage.bytes()));
        node.put("inodesFree", space.inodesFree()).put("inodes", space.inodes());
        used.ifPresent(usage -> node.put("inodesUsed", usage.inodes()));
    }

    /// A whole file system.
    static Optional<Usage> all(Space space) {
        return Optional.of(new Usage(space.usedBytes(), space.inodes() - space.inodesFree()));
    }
}
