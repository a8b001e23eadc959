package dev.purser.node.agent;

import dev.purser.node.containerd.ShimSockets;
import dev.purser.node.host.StrayProcesses;
import dev.purser.node.host.StrayProcesses.Stray;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What containerd leaves of a sandbox that it has stopped, when it or a shim died before.
///
/// When containerd dies while a shim makes a sandbox's first process, the shim breaks that off and
/// goes on waiting, with the process half made. The next containerd knows the sandbox, but of no
/// process in it: it stops and removes it without a word to its shim. Thread-safe.
final class StoppedSandbox {
    private static final Logger LOG = LoggerFactory.getLogger(StoppedSandbox.class);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final ShimSockets sockets;
    private final StrayProcesses processes;
    private final Consumer<String> cgroups;
    private final Consumer<String> rules;

    /// @param cgroups removes those that are named after a sandbox
    /// @param rules removes those of a sandbox: the plugins take them back only while its network
    ///   namespace is there
    StoppedSandbox(
            ShimSockets sockets,
            StrayProcesses processes,
            Consumer<String> cgroups,
            Consumer<String> rules) {
        this.sockets = sockets;
        this.processes = processes;
        this.cgroups = cgroups;
        this.rules = rules;
    }

    /// Removes what is left. A shim that has ended in order has removed its socket, so that
    /// processes need be looked for only where there still is one.
    void forget(String sandbox) throws InterruptedException {
        if (sockets.has(sandbox)) {
            endProcesses(sandbox);
            cgroups.accept(sandbox);
            sockets.forget(sandbox);
        }
        rules.accept(sandbox);
    }

    /// The shim first, since what is half made hangs on to it.
    private void endProcesses(String sandbox) throws InterruptedException {
        List<Stray> left = StrayProcesses.kill(() -> of(sandbox), KILL_LIMIT);
        if (!left.isEmpty()) {
            LOG.warn("Of sandbox {} there are still processes: {}", sandbox, left);
        }
    }

    private List<Stray> of(String sandbox) {
        return Stream.concat(
                        processes.withWords("-id", sandbox).stream(),
                        processes.ofCgroupNamed(sandbox).stream())
                .toList();
    }
}
