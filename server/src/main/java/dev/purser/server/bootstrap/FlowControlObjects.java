package dev.purser.server.bootstrap;

import dev.purser.api.kind.flowcontrol.BootstrapFlows;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.PatchType;
import dev.purser.server.object.ObjectSource;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the FlowSchemas and PriorityLevelConfigurations that are missing, and notes in each schema
/// whether its priority level is there.
public final class FlowControlObjects {
    /// Who makes the objects, as the owner of their fields.
    public static final String PRODUCER = "api-priority-and-fairness-config-producer-v1";

    /// Who writes their status.
    public static final String CONSUMER = "api-priority-and-fairness-config-consumer-v1";

    private static final String GROUP = "flowcontrol.apiserver.k8s.io";
    private static final String SCHEMA = "FlowSchema";
    private static final String DANGLING = "Dangling";
    static final GroupVersionResource LEVELS = resource("prioritylevelconfigurations");
    static final GroupVersionResource SCHEMAS = resource("flowschemas");

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
        List<Callable<?>> writes = new ArrayList<>();
        for (KubeObject wanted : BootstrapFlows.load().objects()) {
            GroupVersionResource resource = wanted.kind().equals(SCHEMA) ? SCHEMAS : LEVELS;
            if (source.find(resource, "", wanted.name()).isEmpty()) {
                writes.add(() -> producer.create(resource, wanted));
            }
        }
        carryOut(writes);
        carryOut(conditions());
    }

    private static void carryOut(List<Callable<?>> writes) throws InterruptedException {
        List<Future<?>> running = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            writes.forEach(write -> running.add(executor.submit(write)));
            for (Future<?> write : running) {
                write.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("flow control cannot be set up", e.getCause());
        }
    }

    /// The conditions that are not as they should be.
    private List<Callable<?>> conditions() {
        Set<String> levels =
                source.list(LEVELS, "").stream().map(KubeObject::name).collect(Collectors.toSet());
        List<Callable<?>> writes = new ArrayList<>();
        for (KubeObject schema : source.list(SCHEMAS, "")) {
            String level = Trees.text(schema.spec().path("priorityLevelConfiguration"), "name");
            ObjectNode wanted = condition(level, levels.contains(level));
            if (!isNoted(schema, wanted)) {
                writes.add(() -> note(schema, wanted));
            }
        }
        return writes;
    }

    private static ObjectNode condition(String level, boolean found) {
        String reference =
                "This FlowSchema references the PriorityLevelConfiguration object named \"%s\""
                        .formatted(level);
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", DANGLING)
                .put("status", found ? "False" : "True")
                .put("reason", found ? "Found" : "NotFound")
                .put(
                        "message",
                        reference + (found ? " and it exists" : " but there is no such object"));
    }

    private static boolean isNoted(KubeObject schema, ObjectNode wanted) {
        for (ObjectNode condition : Trees.items(schema.json().path("status"), "conditions")) {
            if (Trees.text(condition, "type").equals(DANGLING)) {
                return Stream.of("status", "reason", "message")
                        .allMatch(field ->
                                Trees.text(condition, field).equals(Trees.text(wanted, field)));
            }
        }
        return false;
    }

    /// Applies the condition as a field of the consumer's own, so that no other condition is lost.
    /// A schema that is deleted meanwhile needs none.
    private KubeObject note(KubeObject schema, ObjectNode condition) {
        condition.put(
                "lastTransitionTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        KubeObject applied =
                KubeObject.named(new GroupVersionKind(GROUP, "v1", SCHEMA), "", schema.name());
        applied.status().putArray("conditions").add(condition);
        try {
            return consumer.patch(
                    new ObjectRef(SCHEMAS, "", schema.name()),
                    "status",
                    PatchType.APPLY,
                    applied.json());
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                return schema;
            }
            throw e;
        }
    }

    private static GroupVersionResource resource(String name) {
        return new GroupVersionResource(GROUP, "v1", name);
    }
}
