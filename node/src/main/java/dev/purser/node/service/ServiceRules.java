package dev.purser.node.service;

import dev.purser.node.host.Commands;
import dev.purser.node.service.Chains.Jump;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rules of one bridge in the kernel, by way of `iptables`. Not thread-safe.
public final class ServiceRules {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceRules.class);

    /// Seconds to wait for others who change rules.
    private static final String PATIENCE = "10";

    /// A start that was cut off may have made a jump twice.
    private static final int JUMPS_MAX = 16;

    private final Chains chains;
    private final Commands commands;

    /// @param bridge the bridge's interface
    public ServiceRules(String bridge, Commands commands) {
        this.chains = new Chains(bridge);
        this.commands = commands;
    }

    /// Makes the rules those of this text.
    ///
    /// @throws IOException with the program's words when the kernel has other rules than these now
    void apply(String lines) throws IOException, InterruptedException {
        var result =
                commands.run(List.of("iptables-restore", "--noflush", "--wait", PATIENCE), lines);
        if (!result.isSuccess()) {
            throw new IOException("iptables-restore: " + result.output().strip());
        }
    }

    /// Whether packets find their way to the rules; somebody else may have flushed the kernel's own
    /// chains, as the reload of a firewall does.
    boolean areReached() throws IOException, InterruptedException {
        return run(arguments("-C", chains.first()));
    }

    /// Makes the jumps to the rules that are missing.
    ///
    /// @throws IOException when the kernel refuses one
    void reach() throws IOException, InterruptedException {
        for (Jump jump : chains.jumps()) {
            if (!run(arguments("-C", jump)) && !run(arguments(jump.first() ? "-I" : "-A", jump))) {
                throw new IOException(
                        "iptables has no way from %s to %s".formatted(jump.from(), jump.chain()));
            }
        }
    }

    /// Removes every rule; those that are not there are no failure.
    public void remove() throws InterruptedException {
        try {
            for (Jump jump : chains.jumps()) {
                boolean there = true;
                for (int n = 0; there && n < JUMPS_MAX; n++) {
                    there = run(arguments("-D", jump));
                }
            }
            for (Jump jump : chains.jumps().reversed()) {
                if (run(List.of("-t", jump.table(), "-F", jump.chain()))) {
                    run(List.of("-t", jump.table(), "-X", jump.chain()));
                }
            }
        } catch (IOException e) {
            LOG.debug("there is no iptables, and so no rule", e);
        }
    }

    private boolean run(List<String> arguments) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("iptables", "-w", PATIENCE));
        words.addAll(arguments);
        return commands.run(words, "").isSuccess();
    }

    private static List<String> arguments(String verb, Jump jump) {
        List<String> arguments = new ArrayList<>(List.of("-t", jump.table(), verb, jump.from()));
        arguments.addAll(jump.condition());
        arguments.addAll(List.of("-j", jump.chain()));
        return arguments;
    }
}
