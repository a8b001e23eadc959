package dev.purser.server.custom;

import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Takes definitions through their life: names, establishment, and at the end the deletion of all
/// objects. One thread does it all, one definition after the other.
public final class DefinitionWorker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DefinitionWorker.class);

    /// How long to wait before looking again after a failure, or for objects that are still there.
    private static final Duration RETRY = Duration.ofMillis(250);

    private final Definitions definitions;
    private final Api api;
    private final InstanceDeletion instances;
    private final DefinitionStatus status;
    private final ScheduledExecutorService executor;
    private final Set<String> queued = new HashSet<>();

    /// @param api of the server itself, which notes `apiserver` as the owner of what it writes
    public DefinitionWorker(
            Definitions definitions, Api api, InstanceDeletion instances, InstantSource clock) {
        this.definitions = definitions;
        this.api = api;
        this.instances = instances;
        this.status = new DefinitionStatus(clock);
        this.executor =
                new ScheduledThreadPoolExecutor(
                        1,
                        task -> Thread.ofPlatform().name("definitions").daemon().unstarted(task));
    }

    /// Begins with the definitions that there are.
    public void start() {
        definitions.onChange(this::enqueue);
        definitions.names().forEach(this::enqueue);
    }

    private void enqueue(String name) {
        enqueue(name, Duration.ZERO);
    }

    private void enqueue(String name, Duration delay) {
        synchronized (queued) {
            if (executor.isShutdown() || !queued.add(name)) {
                return;
            }
            var _ = executor.schedule(() -> work(name), delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void work(String name) {
        synchronized (queued) {
            queued.remove(name);
        }
        try {
            reconcile(name);
        } catch (StatusException e) {
            // A conflict means that somebody wrote it; the write has brought it here again.
            if (e.reason() != StatusReason.CONFLICT && e.reason() != StatusReason.NOT_FOUND) {
                LOG.warn("CustomResourceDefinition {}: {}", name, e.getMessage());
                enqueue(name, RETRY);
            }
        } catch (RuntimeException e) {
            // The top of the worker's thread: a defect must not end it.
            LOG.error("CustomResourceDefinition {}", name, e);
            enqueue(name, RETRY);
        }
    }

    private void reconcile(String name) {
        Optional<Definition> found = definitions.find(name);
        if (found.isEmpty()) {
            reconsiderGroupOf(name);
            return;
        }
        Definition definition = found.get();
        Optional<KubeObject> next =
                status.next(definition, definitions.ofGroup(definition.group()));
        if (next.isPresent()) {
            api.updateStatus(Definitions.RESOURCE, next.get());
            reconsiderGroupOf(name);
        } else if (definition.isBeingDeleted() && definition.holdsObjects()) {
            empty(definition);
        }
    }

    /// Names may have become free.
    private void reconsiderGroupOf(String name) {
        String group = name.substring(name.indexOf('.') + 1);
        definitions.ofGroup(group).stream()
                .map(Definition::name)
                .filter(other -> !other.equals(name))
                .forEach(this::enqueue);
    }

    private void empty(Definition definition) {
        Optional<KubeObject> begun =
                status.with(
                        definition,
                        terminating(
                                "True",
                                "InstanceDeletionInProgress",
                                "CustomResource deletion is in progress"));
        if (begun.isPresent()) {
            api.updateStatus(Definitions.RESOURCE, begun.get());
            return;
        }
        if (!definition.is(Definition.ESTABLISHED)) {
            release(
                    definition,
                    terminating("False", "NeverEstablished", "resource was never established"));
            return;
        }
        boolean gone =
                definitions
                        .served(definition.name())
                        .flatMap(ServedDefinition::stored)
                        .map(instances::deleteAll)
                        .orElse(true);
        if (gone) {
            release(
                    definition,
                    terminating("False", "InstanceDeletionCompleted", "removed all instances"));
        } else {
            enqueue(definition.name(), RETRY);
        }
    }

    private static ObjectNode terminating(String state, String reason, String message) {
        return Definition.condition(Definition.TERMINATING, state, reason, message);
    }

    private void release(Definition definition, ObjectNode condition) {
        KubeObject last = definition.object().copy();
        status.setCondition(last, condition);
        ArrayNode left = last.metadata().arrayNode();
        last.metadata()
                .path("finalizers")
                .forEach(finalizer -> {
                    if (!finalizer.asString("").equals(Definition.CLEANUP)) {
                        left.add(finalizer);
                    }
                });
        last.metadata().set("finalizers", left);
        api.updateStatus(Definitions.RESOURCE, last);
    }

    @Override
    public void close() {
        synchronized (queued) {
            executor.shutdownNow();
        }
    }
}
