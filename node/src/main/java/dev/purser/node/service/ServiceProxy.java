package dev.purser.node.service;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.Informers;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.client.time.Timers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the rules of this node equal to Services and EndpointSlices. Thread-safe.
///
/// Changes that come together are written together. Closing it leaves the rules as they are: pods
/// outlive this process, and so does what they have found.
public final class ServiceProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceProxy.class);
    private static final GroupVersionResource SERVICES =
            new GroupVersionResource("", "v1", "services");
    private static final GroupVersionResource SLICES =
            new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices");

    private static final Duration SYNC_REPORT = Duration.ofSeconds(10);

    /// How long it may take to notice that somebody else has removed the way to the rules.
    private static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);

    /// All rules are one piece of work.
    private static final String ALL = "rules";

    private final ServiceRoutes routes;
    private final RuleText text;
    private final ServiceRules rules;
    private final List<Route> fixed;
    private final List<Route> fallback;
    private final Informer services;
    private final Informer slices;
    private final WorkQueue<String> queue;
    private final ControlLoop<String> loop;
    private final Timers timers;
    private List<Route> applied = List.of();
    private Instant nextCheck = Instant.EPOCH;

    /// @param informers of a user who may list Services and EndpointSlices; started by the caller
    ///   after this
    /// @param fixed routes that are there whatever the API says; they come instead of its own
    /// @param fallback routes that are there as long as the API has none of their entrance
    public ServiceProxy(
            Informers informers,
            Timers timers,
            ServiceRoutes routes,
            PodBridge bridge,
            ServiceRules rules,
            List<Route> fixed,
            List<Route> fallback) {
        this.timers = timers;
        this.routes = routes;
        this.text = new RuleText(bridge);
        this.rules = rules;
        this.fixed = List.copyOf(fixed);
        this.fallback = List.copyOf(fallback);
        this.queue = new WorkQueue<>(timers);
        this.loop = new ControlLoop<>("service-proxy", queue, this::reconcile);
        this.services = informers.of(SERVICES).withHandler(new ChangeHandler(this::note));
        this.slices = informers.of(SLICES).withHandler(new ChangeHandler(this::note));
    }

    private void note(KubeObject changed) {
        queue.add(ALL);
    }

    /// Follows the API from now on; the informers are started.
    public void start() {
        queue.add(ALL);
        loop.start(1);
    }

    private void reconcile(String all) throws InterruptedException {
        awaitSynced(services);
        awaitSynced(slices);
        List<Route> wanted = new ArrayList<>(fixed);
        add(wanted, routes.of(services.cache().list(), slices.cache().list()));
        add(wanted, fallback);
        try {
            write(wanted);
        } catch (IOException e) {
            throw new ApiUnavailableException("the rules cannot be written", e);
        }
    }

    private static void add(List<Route> wanted, List<Route> more) {
        List<Route> before = List.copyOf(wanted);
        more.stream()
                .filter(each -> before.stream().noneMatch(each::hasEntranceOf))
                .forEach(wanted::add);
    }

    /// Until all is known, what was there before Purser's restart is right rather than a part.
    private static void awaitSynced(Informer informer) throws InterruptedException {
        while (!informer.awaitSynced(SYNC_REPORT)) {
            LOG.warn("Services cannot be followed yet");
        }
    }

    private void write(List<Route> wanted) throws IOException, InterruptedException {
        boolean due = !timers.instant().isBefore(nextCheck);
        boolean first = nextCheck.equals(Instant.EPOCH);
        boolean lost = first || (due && !rules.areReached());
        if (lost || !wanted.equals(applied)) {
            rules.apply(text.lines(wanted));
            applied = List.copyOf(wanted);
            LOG.debug("{} routes to Services", wanted.size());
        }
        if (lost) {
            rules.reach();
        }
        if (due) {
            nextCheck = timers.instant().plus(CHECK_INTERVAL);
            queue.addAfter(ALL, CHECK_INTERVAL);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
