package dev.purser.node.agent;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.client.cache.Informers;
import dev.purser.node.dns.ClusterNames;
import dev.purser.node.dns.DnsServer;
import dev.purser.node.dns.Responder;
import dev.purser.node.dns.Upstream;
import dev.purser.node.network.Subnet;
import dev.purser.node.service.Backend;
import dev.purser.node.service.Entrance;
import dev.purser.node.service.Route;
import dev.purser.node.settings.DnsSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// The cluster's name service, at the address that pods are given for it. It runs where that
/// address is one of Services', and answers there as long as no Service has the address.
final class ClusterDns implements AutoCloseable {
    private static final Subnet SERVICES = Subnet.parse("10.96.0.0/16");
    private static final Path RESOLVER = Path.of("/etc/resolv.conf");
    private static final int PORT = 53;
    private static final GroupVersionResource SERVICE =
            new GroupVersionResource("", "v1", "services");
    private static final GroupVersionResource SLICE =
            new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices");

    private final List<String> addresses;
    private final DnsServer server;

    private ClusterDns(List<String> addresses, DnsServer server) {
        this.addresses = addresses;
        this.server = server;
    }

    /// Starts it if an address of Services is named.
    static Optional<ClusterDns> start(DnsSettings settings, Informers informers)
            throws IOException {
        List<String> addresses =
                settings.servers().stream()
                        .filter(each -> !each.contains(":") && SERVICES.contains(each))
                        .toList();
        if (addresses.isEmpty()) {
            return Optional.empty();
        }
        ClusterNames names =
                new ClusterNames(
                        settings.domain(),
                        informers.of(SERVICE).cache(),
                        informers.of(SLICE).cache());
        DnsServer server = DnsServer.start(new Responder(names, new Upstream(RESOLVER)));
        return Optional.of(new ClusterDns(addresses, server));
    }

    /// The ways to it.
    List<Route> routes() {
        Backend backend = new Backend("127.0.0.1", server.port());
        List<Route> routes = new ArrayList<>();
        for (String address : addresses) {
            for (String protocol : List.of("udp", "tcp")) {
                routes.add(
                        new Route(
                                protocol,
                                new Entrance.Address(address, PORT),
                                List.of(backend),
                                OptionalInt.empty()));
            }
        }
        return routes;
    }

    @Override
    public void close() {
        server.close();
    }
}
