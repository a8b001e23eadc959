package dev.purser.node.report;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.PatchType;
import dev.purser.client.event.EventRecorder;
import dev.purser.client.time.Timers;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriImages;
import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.eviction.Pressure;
import dev.purser.node.report.NodeDocument.State;
import dev.purser.node.settings.KubeletConfiguration;
import dev.purser.node.settings.ReportSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Registers the node, and keeps its status and lease current on a thread of its own.
///
/// The lease is renewed every 10 s; the status is written when it changes, and otherwise every 5
/// min, as kubelet does (both by default).
public final class NodeReporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReporter.class);
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    private final Api api;
    private final Timers timers;
    private final Sources sources;
    private final ReportSettings settings;
    private final NodeDocument document;
    private final NodeEvents events;
    private final NodeLease lease;
    private final Object reporting = new Object();
    private final String name;
    private @Nullable Thread thread;
    private Instant lastHeartbeat = Instant.MIN;
    private @Nullable State lastState;

    /// @param events of the node itself
    public NodeReporter(
            Api api, Timers timers, Identity identity, Sources sources, EventRecorder events) {
        this.sources = sources;
        this.api = api;
        this.timers = timers;
        this.name = identity.name();
        this.settings = identity.settings().report();
        this.document = new NodeDocument(identity, sources.runtime().version());
        this.events = new NodeEvents(name, events);
        this.lease = new NodeLease(api, timers, identity.name(), settings.leaseSeconds());
    }

    /// Which node this is.
    ///
    /// @param addresses the primary one first
    /// @param kubeletPort where the node's own API listens, 0 for nowhere
    public record Identity(
            String name,
            Machine machine,
            List<String> addresses,
            KubeletConfiguration settings,
            IntSupplier kubeletPort) {
        public Identity {
            addresses = List.copyOf(addresses);
        }

        /// A node without an API of its own.
        public Identity(
                String name,
                Machine machine,
                List<String> addresses,
                KubeletConfiguration settings) {
            this(name, machine, addresses, settings, () -> 0);
        }
    }

    /// What the reports are about.
    ///
    /// @param shutdown why the node will not be ready again; empty while it is to stay
    /// @param pressures what the node is short of
    public record Sources(
            CriRuntime runtime,
            CriImages images,
            Supplier<Optional<String>> shutdown,
            Supplier<Set<Pressure>> pressures) {}

    /// Begins to report; the node is registered as soon as the API lets it.
    public synchronized void start() {
        events.starting();
        thread = Thread.ofVirtual().name("node-reporter").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                timers.sleep(reportOnce() ? settings.updateFrequency() : RETRY_PAUSE);
            }
        } catch (InterruptedException e) {
            LOG.debug("The node's reports end");
        }
    }

    /// Reports now what has changed.
    ///
    /// @return whether the API has heard of it
    public boolean reportOnce() {
        try {
            synchronized (reporting) {
                KubeObject node = registered();
                updateStatus(node);
                lease.renew(node);
                return true;
            }
        } catch (StatusException | ApiUnavailableException e) {
            LOG.warn("Node {} could not report: {}", name, e.getMessage());
            return false;
        }
    }

    private KubeObject registered() {
        try {
            KubeObject node = api.get(NODES, "", name);
            return lastHeartbeat.equals(Instant.MIN) ? labelled() : node;
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                throw e;
            }
            State state = state();
            Instant now = timers.instant();
            LOG.info("Registering node {}", name);
            JsonNode none = JsonNodeFactory.instance.missingNode();
            KubeObject node = api.create(NODES, document.node(document.status(none, state, now)));
            noteReport(none, state, now);
            return node;
        }
    }

    /// A node that an earlier process registered gets this process's labels.
    private KubeObject labelled() {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").set("labels", document.labels());
        return api.patch(new ObjectRef(NODES, "", name), "", PatchType.MERGE, patch);
    }

    private void updateStatus(KubeObject node) {
        State state = state();
        Instant now = timers.instant();
        boolean isDue =
                lastHeartbeat.equals(Instant.MIN)
                        || !now.isBefore(lastHeartbeat.plus(settings.reportFrequency()));
        JsonNode before = node.json().path("status");
        if (!isDue && state.equals(lastState) && NodeDocument.shows(before, state)) {
            return;
        }
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.set("status", document.status(before, state, now));
        api.patch(new ObjectRef(NODES, "", name), "status", PatchType.MERGE, patch);
        noteReport(before, state, now);
    }

    private void noteReport(JsonNode before, State state, Instant now) {
        lastHeartbeat = now;
        lastState = state;
        events.reported(before, NodeDocument.conditions(state), document.bootId());
    }

    private State state() {
        List<String> problems = new ArrayList<>();
        List<Image> images = lastState == null ? List.of() : lastState.images();
        try {
            problems.addAll(sources.runtime().problems());
            images = sources.images().list();
        } catch (CriException e) {
            problems.add("container runtime is down: " + e.getMessage());
        }
        sources.shutdown().get().ifPresent(problems::add);
        return new State(problems, sources.pressures().get(), images);
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
