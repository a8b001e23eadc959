package dev.purser.app.command;

import dev.purser.app.data.DownOrder;
import dev.purser.app.host.MachineState;
import dev.purser.app.serve.NodePart;
import dev.purser.app.serve.Purser;
import dev.purser.app.serve.ServeSettings;
import dev.purser.node.shutdown.NodeShutdown.Fate;
import dev.purser.node.shutdown.ShutdownPlan;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a running Purser does before it ends. Told by `down` to end the pods too, it does so while
/// the API still serves: their hooks may need it, and all see that the node goes. The same when the
/// whole machine goes down, since nobody else would give the pods their time. Otherwise the pods go
/// on running.
final class Farewell {
    private static final Logger LOG = LoggerFactory.getLogger(Farewell.class);

    /// systemd gives a service 90 s.
    private static final Duration MACHINE_GRACE = Duration.ofSeconds(60);

    private final ServeSettings settings;
    private final MachineState machine;
    private final InstantSource clock;

    Farewell(ServeSettings settings, MachineState machine, InstantSource clock) {
        this.settings = settings;
        this.machine = machine;
        this.clock = clock;
    }

    void run(Purser purser) throws InterruptedException {
        Optional<NodePart> node = purser.node();
        if (node.isEmpty()) {
            return;
        }
        Optional<DownOrder> order = order();
        if (order.isPresent()) {
            ShutdownPlan plan = ShutdownPlan.upTo(order.get().graceLimit());
            answer(order.get(), node.get(), plan);
            node.get().endPods(plan, Fate.RETURN);
        } else if (machine.isGoingDown()) {
            ShutdownPlan configured = ShutdownPlan.of(settings.kubelet().shutdown());
            boolean isConfigured = !configured.isEmpty();
            node.get()
                    .endPods(
                            isConfigured ? configured : ShutdownPlan.upTo(MACHINE_GRACE),
                            isConfigured ? Fate.FAIL : Fate.RETURN);
        }
    }

    private Optional<DownOrder> order() {
        try {
            return DownOrder.read(settings.directory());
        } catch (IOException e) {
            LOG.warn("The order of `down` cannot be read; pods go on running", e);
            return Optional.empty();
        }
    }

    private void answer(DownOrder order, NodePart node, ShutdownPlan plan) {
        try {
            order.answered(clock.instant().plus(node.longestEnd(plan)), node.activePods())
                    .write(settings.directory());
        } catch (IOException e) {
            LOG.warn("`down` cannot be told how long the pods may take", e);
        }
    }
}
