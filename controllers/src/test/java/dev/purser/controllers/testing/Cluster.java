package dev.purser.controllers.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.PatchType;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.ManualTimers;
import dev.purser.controllers.ControllerSet;
import dev.purser.controllers.ControllerSettings;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowingConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The fake API with all controllers on it. Its time moves a few milliseconds whenever a test
/// waits, so that retries and deadlines come without real waiting.
public final class Cluster implements AutoCloseable {
    public static final String CERTIFICATE =
            "-----BEGIN CERTIFICATE-----\nQQ==\n-----END CERTIFICATE-----\n";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(5);
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakeApi api;
    private final ControllerSet controllers;
    private final FakeNode node;

    public Cluster() {
        this(1);
    }

    public Cluster(long seed) {
        this.api = new FakeApi(timers, new Random(seed));
        this.controllers =
                new ControllerSet(
                        _ -> api,
                        timers,
                        new Random(seed),
                        new ControllerSettings(
                                CERTIFICATE,
                                new FakeAuthority(),
                                (account, _) -> "token-of-" + account.name(),
                                served(),
                                "test"));
        this.node = new FakeNode(api, timers);
    }

    private static List<ResourceType> served() {
        List<ResourceType> types = new ArrayList<>();
        Catalog.load()
                .groups()
                .forEach(group -> types.addAll(group.versions().getFirst().resources()));
        return types;
    }

    /// Starts the controllers; returns once the namespace `default` is furnished.
    public Cluster start() {
        controllers.start();
        create(Resources.NAMESPACES, "{\"metadata\":{\"name\":\"default\"}}");
        await(() -> find(Resources.SERVICE_ACCOUNTS, "default", "default").isPresent());
        return this;
    }

    public FakeApi api() {
        return api;
    }

    public FakeNode node() {
        return node;
    }

    public ManualTimers timers() {
        return timers;
    }

    /// Moves time.
    public void pass(Duration time) {
        timers.advance(time);
    }

    /// Creates an object of a resource from JSON; kind and apiVersion are filled in.
    public KubeObject create(GroupVersionResource resource, String json) {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(json);
        ResourceType type = Catalog.load().find(resource).orElseThrow();
        tree.put("apiVersion", type.kind().apiVersion()).put("kind", type.kind().kind());
        return api.create(resource, KubeObject.of(tree));
    }

    /// A Node that is ready.
    public KubeObject createNode(String name, String cpu, String memory) {
        return create(
                Resources.NODES,
                """
                {"metadata":{"name":"%s","labels":{"kubernetes.io/hostname":"%s"}},"spec":{},
                 "status":{"allocatable":{"cpu":"%s","memory":"%s","pods":"110"},
                  "conditions":[{"type":"Ready","status":"True"}]}}
                """
                        .formatted(name, name, cpu, memory));
    }

    public Optional<KubeObject> find(GroupVersionResource resource, String namespace, String name) {
        try {
            return Optional.of(api.get(resource, namespace, name));
        } catch (StatusException e) {
            return Optional.empty();
        }
    }

    public List<KubeObject> list(GroupVersionResource resource) {
        return api.list(resource, "", ListOptions.all()).items();
    }

    /// Changes a status, whoever else changes the object meanwhile.
    public void patchStatus(
            GroupVersionResource resource, String namespace, String name, JsonNode status) {
        api.patch(
                new ObjectRef(resource, namespace, name),
                "status",
                PatchType.MERGE,
                JsonMapper.shared().createObjectNode().set("status", status));
    }

    /// Changes an object as a user does who tries until it succeeds.
    public KubeObject change(
            GroupVersionResource resource, String name, Consumer<KubeObject> change) {
        while (true) {
            KubeObject object = api.get(resource, "default", name);
            change.accept(object);
            try {
                return api.update(resource, object);
            } catch (StatusException e) {
                assertThat(e.code()).as(e.getMessage()).isEqualTo(409);
            }
        }
    }

    public void delete(GroupVersionResource resource, String namespace, String name) {
        api.delete(new Api.ObjectRef(resource, namespace, name), DeleteOptions.defaults());
    }

    /// The messages of the events about an object, with their count, in order.
    public List<String> events(String kind, String name) {
        return list(Resources.EVENTS).stream()
                .filter(event ->
                        event.json().path("involvedObject").path("kind").asString("").equals(kind)
                                && event.json()
                                        .path("involvedObject")
                                        .path("name")
                                        .asString("")
                                        .equals(name))
                .map(event ->
                        "%s %s %s"
                                .formatted(
                                        event.json().path("type").asString(""),
                                        event.json().path("reason").asString(""),
                                        event.json().path("message").asString("")))
                .toList();
    }

    /// Waits for a condition while time passes.
    public void await(BooleanSupplier condition) {
        awaitThat(() -> assertThat(condition.getAsBoolean()).isTrue());
    }

    /// Waits until a value satisfies assertions while time passes.
    public <T> void await(Supplier<T> value, ThrowingConsumer<T> assertions) {
        awaitThat(() -> assertThat(value.get()).satisfies(assertions));
    }

    /// Waits until assertions hold while time passes.
    public void awaitThat(Runnable assertions) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                assertions.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                timers.advance(STEP);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    @Override
    public void close() {
        controllers.close();
        node.close();
        timers.close();
    }
}
