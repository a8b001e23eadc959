package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.terminal.Terminal;
import dev.purser.node.agent.NodeRemoval;
import dev.purser.node.agent.NodeSettings;
import dev.purser.node.volume.LinuxMounts;
import java.time.Duration;

/// The part of `down` that concerns the node: pods, mounts, containerd, network.
final class NodeCleaning {
    /// Nobody waits for long for the end of what was not to begin.
    private static final Duration BROKEN_OFF_GRACE = Duration.ofSeconds(10);

    private final Terminal terminal;
    private final DataDirectory directory;

    NodeCleaning(Terminal terminal, DataDirectory directory) {
        this.terminal = terminal;
        this.directory = directory;
    }

    /// Whether the node's containerd runs, and with it pods.
    boolean isRunning() {
        return removal("", Duration.ZERO).isRunning();
    }

    /// Ends what a start began that did not come to its end. Without a word: there is something
    /// else to tell.
    void removeWhatBegan(String nodeName) throws InterruptedException {
        if (isRunning()) {
            removal(nodeName, BROKEN_OFF_GRACE).run();
        }
    }

    private NodeRemoval removal(String nodeName, Duration graceLimit) {
        return new NodeRemoval(
                new NodeSettings(nodeName, directory.node()), new LinuxMounts(), graceLimit);
    }

    /// @param graceLimit the longest that a pod may take to end
    /// @param ended how many pods Purser has ended itself; those that it could not end are among
    ///   them
    /// @throws CommandFailure when something could not be removed; the rest is gone
    void run(String nodeName, Duration graceLimit, int ended) throws InterruptedException {
        NodeRemoval.Outcome outcome = removal(nodeName, graceLimit).run();
        int pods = Math.max(ended, outcome.pods());
        terminal.done(pods == 1 ? "Stopped 1 pod" : "Stopped %d pods".formatted(pods));
        if (!outcome.problems().isEmpty()) {
            outcome.problems().forEach(terminal::warning);
            throw new CommandFailure(
                    "not everything could be removed; run `purser down` again when what keeps it"
                            + " is gone");
        }
    }
}
