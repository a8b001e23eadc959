package dev.purser.app.serve;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.client.cache.Informers;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.NodeStreams;
import dev.purser.client.node.UsageSource;
import dev.purser.client.time.SystemTimers;
import dev.purser.node.agent.NodeAgent;
import dev.purser.node.agent.NodeSettings;
import dev.purser.node.agent.NodeStartException;
import dev.purser.node.containerd.ContainerdException;
import dev.purser.node.containerd.ContainerdLayout;
import dev.purser.node.containerd.ContainerdPrograms;
import dev.purser.node.environment.WatchedServices;
import dev.purser.node.image.ImageLoader;
import dev.purser.node.serve.NodeServer;
import dev.purser.node.shutdown.NodeShutdown.Fate;
import dev.purser.node.shutdown.ShutdownPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// The node that runs beside the server, in the same process.
public final class NodePart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodePart.class);
    private static final Duration SERVICES_WAIT = Duration.ofSeconds(10);
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");

    private final String name;
    private final Api api;
    private final SystemTimers timers;
    private final Informers informers;
    private final NodeAgent agent;
    private final ImageLoader images;

    private NodePart(
            String name,
            Api api,
            SystemTimers timers,
            Informers informers,
            NodeAgent agent,
            ImageLoader images) {
        this.name = name;
        this.api = api;
        this.timers = timers;
        this.informers = informers;
        this.agent = agent;
        this.images = images;
    }

    /// @param serving what the node's own API shows in TLS
    static NodePart start(
            ServeSettings settings, Api api, NodeServer.Identity serving, InstantSource clock)
            throws StartException, InterruptedException {
        SystemTimers timers = new SystemTimers(clock);
        Informers informers = new Informers(api, timers, serving.random());
        try {
            WatchedServices services = watch(informers);
            NodeSettings node = settingsOf(settings);
            ContainerdLayout layout = new ContainerdLayout(node.containerd());
            ImageLoader images = new ImageLoader(ContainerdPrograms.find().ctr(), layout.socket());
            NodeAgent agent =
                    NodeAgent.start(
                            node,
                            new NodeAgent.Surroundings(
                                    api, timers, serving.random(), services, Optional.of(serving)));
            return new NodePart(settings.hostName(), api, timers, informers, agent, images);
        } catch (NodeStartException | ContainerdException | IllegalArgumentException e) {
            informers.close();
            timers.close();
            throw new StartException("the node cannot start: " + e.getMessage(), e);
        }
    }

    /// A container that starts before Services are known would lack their variables for good.
    private static WatchedServices watch(Informers informers) throws InterruptedException {
        WatchedServices services = new WatchedServices(informers);
        informers.start();
        if (!services.awaitKnown(SERVICES_WAIT)) {
            LOG.warn("Services are not known yet: containers may lack their variables");
        }
        return services;
    }

    /// Which node this is.
    static NodeSettings settingsOf(ServeSettings settings) {
        return new NodeSettings(
                settings.hostName(), settings.directory().node(), settings.kubelet());
    }

    /// The name of the Node object.
    public String name() {
        return name;
    }

    /// The logs and streams of the pods here.
    public NodeStreams streams() {
        return agent.streams();
    }

    /// What the node and its pods use.
    public UsageSource usage() {
        return agent.usage();
    }

    /// Loads images into this node's containerd.
    public ImageLoader images() {
        return images;
    }

    /// Whether the node became ready in this time.
    public boolean awaitReady(Duration patience, InstantSource clock) throws InterruptedException {
        var deadline = clock.instant().plus(patience);
        try (Watch watch =
                api.watch(NODES, "", new WatchOptions("", "metadata.name=" + name, ""))) {
            while (clock.instant().isBefore(deadline) && !watch.isClosed()) {
                Optional<Watch.Event> event = watch.next(Duration.ofMillis(500));
                if (event.isPresent() && isReady(event.get().object())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isReady(KubeObject node) {
        for (JsonNode condition : node.json().path("status").path("conditions")) {
            if (condition.path("type").asString().equals("Ready")) {
                return condition.path("status").asString().equals("True");
            }
        }
        return false;
    }

    /// The last lines that a pod's first container wrote.
    public List<String> lastLines(KubeObject pod, int count) throws InterruptedException {
        NodeStreams.PodKey key = new NodeStreams.PodKey(pod.namespace(), pod.name(), pod.uid());
        String container = pod.spec().path("containers").path(0).path("name").asString("");
        LogRequest request =
                new LogRequest(
                        key,
                        container,
                        LogRequest.Instance.CURRENT,
                        LogRequest.Mode.SNAPSHOT,
                        LogRequest.Timestamps.HIDDEN,
                        OptionalLong.of(count),
                        Optional.empty(),
                        OptionalLong.empty(),
                        LogRequest.Stream.ALL);
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            agent.streams().logs(request, out);
            return out.toString(StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            return List.of("(its log cannot be read: " + e.getMessage() + ")");
        }
    }

    /// How many pods run here, or are to.
    public int activePods() {
        return agent.activePods();
    }

    /// The longest that [#endPods] will take now.
    public Duration longestEnd(ShutdownPlan plan) {
        return agent.longestEnd(plan);
    }

    /// Ends the pods with their hooks, while the API still serves.
    public void endPods(ShutdownPlan plan, Fate fate) throws InterruptedException {
        agent.endPods(plan, fate);
    }

    @Override
    public void close() {
        agent.close();
        informers.close();
        timers.close();
    }
}
