package dev.purser.server.bootstrap;

import dev.purser.api.kind.flowcontrol.BootstrapFlows;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.client.Api;
import dev.purser.server.object.ObjectSource;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Makes the FlowSchemas and PriorityLevelConfigurations that are missing, and notes in each schema
/// that its priority level is there.
public final class FlowControlObjects {
    /// Who makes the objects, as the owner of their fields.
    public static final String PRODUCER = "api-priority-and-fairness-config-producer-v1";

    /// Who writes their status.
    public static final String CONSUMER = "api-priority-and-fairness-config-consumer-v1";

    private static final String SCHEMA = "FlowSchema";
    private static final GroupVersionResource LEVELS = resource("prioritylevelconfigurations");
    private static final GroupVersionResource SCHEMAS = resource("flowschemas");

    private final Api producer;
    private final Api consumer;
    private final ObjectSource source;
    private final InstantSource clock;

    /// @param producer acts with the rights of `system:masters`, as [#PRODUCER]
    /// @param consumer alike, as [#CONSUMER]
    public FlowControlObjects(
            Api producer, Api consumer, ObjectSource source, InstantSource clock) {
        this.producer = producer;
        this.consumer = consumer;
        this.source = source;
        this.clock = clock;
    }

    /// Returns when all is there. The writes go out together, so that the store commits them in a
    /// few groups.
    ///
    /// @throws InterruptedException when the start is given up
    public void ensure() throws InterruptedException {
        List<Callable<Void>> writes = new ArrayList<>();
        for (KubeObject wanted : BootstrapFlows.load().objects()) {
            GroupVersionResource resource = wanted.kind().equals(SCHEMA) ? SCHEMAS : LEVELS;
            if (source.find(resource, "", wanted.name()).isEmpty()) {
                writes.add(() -> {
                    create(resource, wanted);
                    return null;
                });
            }
        }
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> write : executor.invokeAll(writes)) {
                write.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("flow control cannot be set up", e.getCause());
        }
    }

    private void create(GroupVersionResource resource, KubeObject wanted) {
        KubeObject created = producer.create(resource, wanted);
        if (wanted.kind().equals(SCHEMA)) {
            noteLevel(created);
        }
    }

    private void noteLevel(KubeObject schema) {
        String level = Trees.text(schema.spec().path("priorityLevelConfiguration"), "name");
        schema.status()
                .putArray("conditions")
                .addObject()
                .put("type", "Dangling")
                .put("status", "False")
                .put(
                        "lastTransitionTime",
                        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("reason", "Found")
                .put(
                        "message",
                        ("This FlowSchema references the PriorityLevelConfiguration object named"
                                        + " \"%s\" and it exists")
                                .formatted(level));
        consumer.updateStatus(SCHEMAS, schema);
    }

    private static GroupVersionResource resource(String name) {
        return new GroupVersionResource("flowcontrol.apiserver.k8s.io", "v1", name);
    }
}
