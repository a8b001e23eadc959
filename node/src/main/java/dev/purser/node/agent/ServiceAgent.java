package dev.purser.node.agent;

import dev.purser.client.Api;
import dev.purser.client.cache.Informers;
import dev.purser.client.time.Timers;
import dev.purser.node.containerd.ContainerdException;
import dev.purser.node.containerd.ContainerdPrograms;
import dev.purser.node.host.Commands;
import dev.purser.node.host.HostCommands;
import dev.purser.node.network.PodNetwork;
import dev.purser.node.service.Backend;
import dev.purser.node.service.BridgeSettings;
import dev.purser.node.service.Entrance;
import dev.purser.node.service.PodBridge;
import dev.purser.node.service.Route;
import dev.purser.node.service.ServiceProxy;
import dev.purser.node.service.ServiceRoutes;
import dev.purser.node.service.ServiceRules;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/// The addresses of Services on this node, for as long as it is not closed. The rules stay when it
/// is closed; [NodeRemoval] and [NodeAgent#shutDown] remove them. Thread-safe.
public final class ServiceAgent implements AutoCloseable {
    private final Informers informers;
    private final ServiceProxy proxy;
    private final Optional<ClusterDns> dns;

    private ServiceAgent(Informers informers, ServiceProxy proxy, Optional<ClusterDns> dns) {
        this.informers = informers;
        this.proxy = proxy;
        this.dns = dns;
    }

    /// What the proxy needs of the process it runs in.
    ///
    /// @param api as a user has it who may list Services and EndpointSlices
    /// @param random thread-safe
    public record Surroundings(Api api, Timers timers, RandomGenerator random) {}

    /// How pods reach the API server of this process.
    ///
    /// @param service the address that the Service `kubernetes` has
    /// @param advertised the address that its endpoints name
    /// @param listening where the server really listens
    public record ApiServerRoute(Entrance.Address service, Backend advertised, Backend listening) {
        private List<Route> routes() {
            Entrance direct = new Entrance.Address(advertised.address(), advertised.port());
            return listening.equals(advertised)
                    ? List.of(to(service))
                    : List.of(to(service), to(direct));
        }

        private Route to(Entrance entrance) {
            return new Route("tcp", entrance, List.of(listening), OptionalInt.empty());
        }
    }

    /// Starts to follow Services; the rules are there soon after, and until then what an earlier
    /// Purser left.
    ///
    /// @param settings of a node whose [NodeAgent] has been started
    /// @throws NodeStartException when the kernel refuses what is needed
    public static ServiceAgent start(
            NodeSettings settings, Surroundings around, ApiServerRoute apiServer)
            throws NodeStartException, InterruptedException {
        try {
            if (!ContainerdPrograms.find().hasIptables()) {
                throw new IOException("iptables is not installed");
            }
            Informers informers = new Informers(around.api(), around.timers(), around.random());
            Commands commands = new HostCommands();
            PodBridge bridge = bridge(settings, commands);
            Optional<ClusterDns> dns = ClusterDns.start(settings.kubelet().dns(), informers);
            ServiceProxy proxy =
                    new ServiceProxy(
                            informers,
                            around.timers(),
                            new ServiceRoutes(settings.nodeName()),
                            bridge,
                            new ServiceRules(bridge.name(), commands),
                            apiServer.routes(),
                            dns.map(ClusterDns::routes).orElse(List.of()));
            informers.start();
            proxy.start();
            return new ServiceAgent(informers, proxy, dns);
        } catch (IOException | ContainerdException e) {
            throw new NodeStartException("Services cannot be reached: " + e.getMessage(), e);
        }
    }

    private static PodBridge bridge(NodeSettings settings, Commands commands)
            throws IOException, InterruptedException {
        PodNetwork network = new PodNetwork(settings.network());
        String name = network.bridge();
        return new PodBridge(
                name,
                network.chosen().orElseThrow(() -> new IOException("pods have no network yet")),
                new BridgeSettings(Path.of("/proc"), Path.of("/sys"), commands).prepare(name));
    }

    @Override
    public void close() {
        proxy.close();
        dns.ifPresent(ClusterDns::close);
        informers.close();
    }
}
