package dev.purser.node.service;

import dev.purser.node.host.Commands;
import dev.purser.node.network.BridgeInterface;
import dev.purser.node.service.PodBridge.Answers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What the kernel must allow a bridge for routes to work. The settings are the interface's own and
/// go with it.
public final class BridgeSettings {
    private final Path proc;
    private final Path sys;
    private final Commands commands;

    /// @param proc `/proc`
    /// @param sys `/sys`
    public BridgeSettings(Path proc, Path sys, Commands commands) {
        this.proc = proc;
        this.sys = sys;
        this.commands = commands;
    }

    /// Makes the bridge if it is not there yet, lets its packets be led to loopback, where the API
    /// server listens (the rules let nothing else of it through), and lets them pass the rules
    /// where the kernel can.
    public Answers prepare(String bridge) throws IOException, InterruptedException {
        new BridgeInterface(commands).ensure(bridge);
        Files.writeString(
                proc.resolve("sys/net/ipv4/conf").resolve(bridge).resolve("route_localnet"), "1");
        Path passing = sys.resolve("class/net").resolve(bridge).resolve("bridge/nf_call_iptables");
        if (!Files.exists(passing) || !Files.exists(proc.resolve("sys/net/bridge"))) {
            return Answers.MISS_THE_RULES;
        }
        Files.writeString(passing, "1");
        return Answers.PASS_THE_RULES;
    }
}
