package dev.purser.node.report;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.PatchType;
import dev.purser.client.time.Timers;
import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriRuntime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
/// The lease is renewed every 10 s; the status is written when a condition changes, and otherwise
/// every 5 min, as kubelet does.
public final class NodeReporter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeReporter.class);
    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofMinutes(5);

    private final Api api;
    private final Timers timers;
    private final CriRuntime runtime;
    private final NodeDocument document;
    private final NodeLease lease;
    private final Supplier<Optional<String>> shutdown;
    private final Object reporting = new Object();
    private final String name;
    private @Nullable Thread thread;
    private Instant lastHeartbeat = Instant.MIN;
    private List<String> lastProblems = List.of();

    /// @param shutdown why the node will not be ready again; empty while it is to stay
    public NodeReporter(
            Api api,
            Timers timers,
            CriRuntime runtime,
            Identity identity,
            Supplier<Optional<String>> shutdown) {
        this.shutdown = shutdown;
        this.api = api;
        this.timers = timers;
        this.runtime = runtime;
        this.name = identity.name();
        this.document = new NodeDocument(identity, runtime.version());
        this.lease = new NodeLease(api, timers, identity.name());
    }

    /// Which node this is.
    ///
    /// @param addresses the primary one first
    /// @param kubeletPort where the node's own API listens, 0 for nowhere
    public record Identity(
            String name, Machine machine, List<String> addresses, IntSupplier kubeletPort) {
        public Identity {
            addresses = List.copyOf(addresses);
        }

        /// A node without an API of its own.
        public Identity(String name, Machine machine, List<String> addresses) {
            this(name, machine, addresses, () -> 0);
        }
    }

    /// Begins to report; the node is registered as soon as the API lets it.
    public synchronized void start() {
        thread = Thread.ofVirtual().name("node-reporter").start(this::run);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                timers.sleep(reportOnce() ? PERIOD : RETRY_PAUSE);
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
            lastHeartbeat = timers.instant();
            LOG.info("Registering node {}", name);
            ObjectNode status =
                    document.status(
                            JsonNodeFactory.instance.missingNode(), problems(), lastHeartbeat);
            return api.create(NODES, document.node(status));
        }
    }

    /// A node that an earlier process registered gets this process's labels.
    private KubeObject labelled() {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("metadata").set("labels", document.labels());
        return api.patch(new ObjectRef(NODES, "", name), "", PatchType.MERGE, patch);
    }

    private void updateStatus(KubeObject node) {
        List<String> problems = problems();
        Instant now = timers.instant();
        boolean isDue =
                lastHeartbeat.equals(Instant.MIN) || !now.isBefore(lastHeartbeat.plus(HEARTBEAT));
        boolean isShown = isReady(node) == problems.isEmpty();
        if (!isDue && isShown && problems.equals(lastProblems)) {
            return;
        }
        JsonNode before = node.json().path("status");
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        patch.set("status", document.status(before, problems, now));
        api.patch(new ObjectRef(NODES, "", name), "status", PatchType.MERGE, patch);
        lastHeartbeat = now;
        lastProblems = problems;
    }

    private static boolean isReady(KubeObject node) {
        return node.json()
                .path("status")
                .path("conditions")
                .valueStream()
                .anyMatch(each ->
                        each.path("type").asString("").equals("Ready")
                                && each.path("status").asString("").equals("True"));
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        try {
            problems.addAll(runtime.problems());
        } catch (CriException e) {
            problems.add("container runtime is down: " + e.getMessage());
        }
        shutdown.get().ifPresent(problems::add);
        return problems;
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
