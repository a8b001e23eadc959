package dev.purser.node.environment;

import java.util.List;

/// The addresses that `status.podIPs` and `status.hostIPs` stand for; the first of each is the one
/// of `status.podIP` and `status.hostIP`. Empty lists while unknown.
public record PodAddresses(List<String> podIps, List<String> hostIps) {
    public PodAddresses {
        podIps = List.copyOf(podIps);
        hostIps = List.copyOf(hostIps);
    }
}
