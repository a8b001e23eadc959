package dev.purser.node.service;

import dev.purser.node.network.Subnet;

/// The pods' side of the rules.
///
/// @param name the bridge's interface, which is also in the names of the chains
/// @param subnet the addresses of its pods
/// @param answers which way answers take from one pod to another
public record PodBridge(String name, Subnet subnet, Answers answers) {
    /// Pods of one bridge reach each other without the kernel's routing, so an answer to a
    /// connection that was led elsewhere may miss the way back to its address.
    public enum Answers {
        /// Packets on the bridge pass the rules (`br_netfilter`): pods see each other's addresses.
        PASS_THE_RULES,
        /// They do not: connections from pod to pod by way of a Service bear the machine's address.
        MISS_THE_RULES
    }
}
