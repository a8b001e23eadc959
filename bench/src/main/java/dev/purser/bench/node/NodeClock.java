package dev.purser.bench.node;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How far a node's clock is ahead of this machine's.
///
/// The node writes the time into its lease every ten seconds. The news of it is here a few
/// milliseconds later; what is more than that is a difference of the clocks.
final class NodeClock {
    private static final GroupVersionResource LEASES =
            new GroupVersionResource("coordination.k8s.io", "v1", "leases");
    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Duration SAME = Duration.ofMillis(100);

    private NodeClock() {}

    /// What to subtract from times of the node; zero when the clocks agree as far as can be told.
    static Duration ahead(Cluster cluster) throws InterruptedException {
        Duration nearest = Duration.ofDays(1);
        WatchOptions own = new WatchOptions("", "metadata.name=" + cluster.node(), "");
        Instant end = Instant.now().plus(PATIENCE);
        try (Watch watch = cluster.api().watch(LEASES, "kube-node-lease", own)) {
            boolean first = true;
            while (Instant.now().isBefore(end)) {
                Optional<Watch.Event> event = watch.next(Duration.ofSeconds(1));
                if (event.isPresent() && event.get().type() == Watch.Type.MODIFIED) {
                    String renewed = event.get().object().spec().path("renewTime").asString("");
                    Duration late = Duration.between(Instant.parse(renewed), Instant.now());
                    nearest = late.abs().compareTo(nearest.abs()) < 0 ? late : nearest;
                    if (!first) {
                        break;
                    }
                    first = false;
                }
            }
        }
        boolean unknown = nearest.equals(Duration.ofDays(1));
        return unknown || nearest.abs().compareTo(SAME) < 0 ? Duration.ZERO : nearest.negated();
    }
}
