package dev.purser.app.serve;

import dev.purser.client.Api;
import dev.purser.client.time.SystemTimers;
import dev.purser.node.agent.NodeSettings;
import dev.purser.node.agent.NodeStartException;
import dev.purser.node.agent.ServiceAgent;
import dev.purser.node.service.Backend;
import dev.purser.node.service.Entrance;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The addresses of Services, that of the API server among them, on the node beside the server. A
/// node is of use without them, so what fails here is told and no more.
final class ServicePart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServicePart.class);

    /// Where pods find the API server: the Service `kubernetes`.
    static final Entrance.Address API_SERVER = new Entrance.Address("10.96.0.1", 443);

    /// The user whose role lets it list Services and EndpointSlices.
    static final String USER = "system:kube-proxy";

    private final SystemTimers timers;
    private final ServiceAgent agent;

    private ServicePart(SystemTimers timers, ServiceAgent agent) {
        this.timers = timers;
        this.agent = agent;
    }

    /// @param node whose agent runs
    /// @param listening where the API server listens
    /// @param advertised the address that the endpoints of the Service `kubernetes` name
    static Optional<ServicePart> start(
            NodeSettings node,
            Api api,
            InetSocketAddress listening,
            String advertised,
            InstantSource clock,
            SecureRandom random)
            throws InterruptedException {
        Optional<Backend> server = backend(listening);
        if (server.isEmpty()) {
            LOG.warn("Pods cannot reach the API server at {}, only at an IPv4 address", listening);
            return Optional.empty();
        }
        SystemTimers timers = new SystemTimers(clock);
        try {
            ServiceAgent agent =
                    ServiceAgent.start(
                            node,
                            new ServiceAgent.Surroundings(api, timers, random),
                            new ServiceAgent.ApiServerRoute(
                                    API_SERVER,
                                    new Backend(advertised, listening.getPort()),
                                    server.get()));
            return Optional.of(new ServicePart(timers, agent));
        } catch (NodeStartException e) {
            timers.close();
            LOG.warn("{}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Backend> backend(InetSocketAddress listening) {
        if (listening.getAddress().isAnyLocalAddress()) {
            return Optional.of(new Backend("127.0.0.1", listening.getPort()));
        }
        return listening.getAddress() instanceof Inet4Address address
                ? Optional.of(new Backend(address.getHostAddress(), listening.getPort()))
                : Optional.empty();
    }

    @Override
    public void close() {
        agent.close();
        timers.close();
    }
}
