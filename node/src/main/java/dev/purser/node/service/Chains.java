package dev.purser.node.service;

import java.util.List;

/// The chains of one bridge's rules, and the places from which the kernel's own chains jump to
/// them.
///
/// @param bridge the bridge's interface
record Chains(String bridge) {
    /// Routes by address.
    static final String SERVICES = "SVC";

    /// Routes by a port of this machine.
    static final String NODE_PORTS = "NODE";

    /// Connections that get another source, for their answers to come back.
    static final String MASQUERADE = "MASQ";

    /// Entrances without an endpoint.
    static final String REFUSED = "REF";

    /// What pods may send, and be sent, where the policy is to drop.
    static final String FORWARD = "FWD";

    /// What pods may reach of this machine's loopback.
    static final String INPUT = "IN";

    /// What pods may not send.
    static final String GUARD = "GUARD";

    /// A jump from one of the kernel's chains.
    ///
    /// @param first whether it comes before what others have there
    record Jump(String table, String from, List<String> condition, String chain, boolean first) {}

    /// The name of a chain; at most 28 characters are allowed.
    String of(String suffix) {
        return "PURSER-" + bridge.replaceFirst("^purser", "") + "-" + suffix;
    }

    /// The jump that leads pods to Services.
    Jump first() {
        return new Jump("nat", "PREROUTING", List.of("-i", bridge), of(SERVICES), true);
    }

    /// Pods' packets are led first, for another proxy on the machine would take them; those of the
    /// machine last, for they are that proxy's. What is forwarded or let in comes last, too: it
    /// only makes up for a policy to drop what no rule names.
    List<Jump> jumps() {
        List<String> fromPods = List.of("-i", bridge);
        List<String> toMachine = List.of("-m", "addrtype", "--dst-type", "LOCAL");
        return List.of(
                new Jump("raw", "PREROUTING", fromPods, of(GUARD), true),
                new Jump("nat", "PREROUTING", toMachine, of(NODE_PORTS), true),
                first(),
                new Jump("nat", "OUTPUT", List.of(), of(SERVICES), false),
                new Jump("nat", "OUTPUT", toMachine, of(NODE_PORTS), false),
                new Jump("nat", "POSTROUTING", List.of(), of(MASQUERADE), true),
                new Jump("filter", "FORWARD", fromPods, of(REFUSED), true),
                new Jump("filter", "OUTPUT", List.of(), of(REFUSED), false),
                new Jump("filter", "FORWARD", List.of(), of(FORWARD), false),
                new Jump("filter", "INPUT", fromPods, of(INPUT), false));
    }
}
