package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.DownOrder;
import dev.purser.app.serve.NodePart;
import dev.purser.app.serve.Purser;
import dev.purser.node.shutdown.ShutdownPlan;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a running Purser does before it ends: nothing, so that pods go on running, unless `down`
/// said that they are to end too. Then they end while the API still serves: their hooks may need
/// it, and all see that the node goes.
final class Farewell {
    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    private final DataDirectory directory;
    private final InstantSource clock;

    Farewell(DataDirectory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    void run(Purser purser) throws InterruptedException {
        Optional<NodePart> node = purser.node();
        Optional<DownOrder> order = order();
        if (node.isEmpty() || order.isEmpty()) {
            return;
        }
        ShutdownPlan plan = ShutdownPlan.upTo(order.get().graceLimit());
        answer(order.get(), node.get(), plan);
        node.get().endPods(plan);
    }

    private Optional<DownOrder> order() {
        try {
            return DownOrder.read(directory);
        } catch (IOException e) {
            LOG.warn("The order of `down` cannot be read; pods go on running", e);
            return Optional.empty();
        }
    }

    private void answer(DownOrder order, NodePart node, ShutdownPlan plan) {
        try {
            order.answered(clock.instant().plus(node.longestEnd(plan)), node.activePods())
                    .write(directory);
        } catch (IOException e) {
            LOG.warn("`down` cannot be told how long the pods may take", e);
        }
    }
}
