package dev.purser.node.admission;

import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.util.List;
import java.util.stream.Stream;

/// The ports of the machine that pods take.
final class HostPorts {
    private static final String ANY = "0.0.0.0";

    private HostPorts() {}

    /// @param address `0.0.0.0` for all
    private record HostPort(String protocol, String address, int port) {
        boolean meets(HostPort other) {
            boolean sameAddress =
                    address.equals(other.address)
                            || address.equals(ANY)
                            || other.address.equals(ANY);
            return port == other.port && protocol.equals(other.protocol) && sameAddress;
        }
    }

    private static Stream<HostPort> of(PodSpec pod) {
        return pod.lastingContainers().stream()
                .map(ContainerSpec::json)
                .flatMap(each -> each.path("ports").valueStream())
                .filter(port -> port.path("hostPort").asInt(0) > 0)
                .map(port ->
                        new HostPort(
                                port.path("protocol").asString("TCP"),
                                port.path("hostIP").asString("").isEmpty()
                                        ? ANY
                                        : port.path("hostIP").asString(""),
                                port.path("hostPort").asInt(0)));
    }

    /// Whether no other pod has what this one wants.
    static boolean areFree(PodSpec pod, List<PodSpec> others) {
        List<HostPort> taken = others.stream().flatMap(HostPorts::of).toList();
        return of(pod).noneMatch(wanted -> taken.stream().anyMatch(wanted::meets));
    }
}
