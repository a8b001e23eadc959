package dev.purser.external.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.cache.Informers;
import dev.purser.client.event.EventWriter;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.ManualTimers;
import dev.purser.controllers.object.Conditions;
import dev.purser.controllers.object.ControllerContext;
import dev.purser.controllers.object.Resources;
import dev.purser.external.provider.Provider;
import dev.purser.external.provider.fake.FakeProvider;
import dev.purser.external.resource.ExternalResources;
import dev.purser.external.secret.SecretValue;
import dev.purser.external.store.Providers;
import dev.purser.external.template.TemplateException;
import dev.purser.external.template.Templates;
import dev.purser.wire.metrics.MetricsText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The engine on the fake API, with a provider `stub` in memory and the provider `fake`. Its time
/// moves a few milliseconds whenever a test waits.
final class SyncRig implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(5);

    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakeApi api = new FakeApi(timers, new Random(7));
    private final EventWriter events = new EventWriter(timers);
    private final StubStore stub = new StubStore();
    private final Map<String, Supplier<Provider>> providers = new TreeMap<>();
    private ExternalSecretsEngine engine;

    SyncRig() {
        providers.put("stub", () -> stub);
        providers.put("fake", FakeProvider::new);
        engine = newEngine();
        namespace("default", Map.of());
    }

    private ExternalSecretsEngine newEngine() {
        return new ExternalSecretsEngine(
                new ControllerContext(
                        api,
                        new Informers(api, timers, new Random(8)),
                        timers,
                        events,
                        new Random(9)),
                new Providers(providers),
                new Braces());
    }

    /// Puts values in place of `{{ .key }}`, which is all that these tests need of templates.
    private static final class Braces implements Templates {
        @Override
        public SecretValue render(String name, String template, Map<String, SecretValue> data)
                throws TemplateException {
            String text = template;
            for (Map.Entry<String, SecretValue> entry : data.entrySet()) {
                text = text.replace("{{ .%s }}".formatted(entry.getKey()), entry.getValue().text());
            }
            if (text.contains("{{")) {
                throw new TemplateException("template: a key is missing");
            }
            return SecretValue.of(text);
        }
    }

    SyncRig start() {
        engine.start();
        return this;
    }

    /// Ends the engine and starts another, as a restart does.
    void restart() {
        engine.close();
        engine = newEngine();
        engine.start();
    }

    StubStore stub() {
        return stub;
    }

    FakeApi api() {
        return api;
    }

    ManualTimers timers() {
        return timers;
    }

    Refresher refresher() {
        return engine.refresher();
    }

    String metrics() {
        MetricsText text = new MetricsText();
        engine.metrics().forEach(source -> source.writeTo(text));
        return text.toString();
    }

    void namespace(String name, Map<String, String> labels) {
        KubeObject namespace =
                create(Resources.NAMESPACES, "{\"metadata\":{\"name\":\"%s\"}}".formatted(name));
        labels.forEach((key, value) -> {
            namespace.metadata().withObject("labels").put(key, value);
            var _ = api.update(Resources.NAMESPACES, namespace);
        });
    }

    KubeObject create(GroupVersionResource resource, String json) {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(json);
        String kind =
                switch (resource.resource()) {
                    case "externalsecrets" -> "ExternalSecret";
                    case "clusterexternalsecrets" -> "ClusterExternalSecret";
                    case "secretstores" -> "SecretStore";
                    case "clustersecretstores" -> "ClusterSecretStore";
                    case "namespaces" -> "Namespace";
                    case "configmaps" -> "ConfigMap";
                    default -> "Secret";
                };
        String version =
                resource.group().isEmpty() ? "v1" : resource.group() + "/" + resource.version();
        tree.put("apiVersion", version).put("kind", kind);
        return api.create(resource, KubeObject.of(tree));
    }

    /// A SecretStore `store` of the provider `stub` in the namespace `default`.
    SyncRig withStore() {
        create(
                ExternalResources.SECRET_STORES,
                """
                {"metadata":{"name":"store","namespace":"default"},
                 "spec":{"provider":{"stub":{}}}}
                """);
        return this;
    }

    /// An ExternalSecret of the namespace `default` that reads from `store`.
    KubeObject externalSecret(String name, String spec) {
        return create(
                ExternalResources.EXTERNAL_SECRETS,
                """
                {"metadata":{"name":"%s","namespace":"default"},
                 "spec":{"secretStoreRef":{"name":"store"},%s}}
                """
                        .formatted(name, spec));
    }

    Optional<KubeObject> find(GroupVersionResource resource, String name) {
        try {
            return Optional.of(api.get(resource, isClusterWide(resource) ? "" : "default", name));
        } catch (StatusException e) {
            return Optional.empty();
        }
    }

    private static boolean isClusterWide(GroupVersionResource resource) {
        return resource.resource().startsWith("cluster")
                || resource.resource().equals("namespaces");
    }

    Optional<KubeObject> secret(String name) {
        return find(Resources.SECRETS, name);
    }

    /// The data of a Secret as texts; nothing without one.
    Map<String, String> data(String name) {
        Map<String, String> data = new TreeMap<>();
        secret(name)
                .ifPresent(secret ->
                        secret.json()
                                .path("data")
                                .properties()
                                .forEach(entry ->
                                        data.put(entry.getKey(), decoded(entry.getValue()))));
        return data;
    }

    private static String decoded(JsonNode value) {
        return new String(Base64.getDecoder().decode(value.asString("")), StandardCharsets.UTF_8);
    }

    /// The condition Ready: status, reason and message.
    String ready(GroupVersionResource resource, String name) {
        return find(resource, name)
                .flatMap(object -> Conditions.find(object.json().path("status"), "Ready"))
                .map(ready ->
                        "%s %s %s"
                                .formatted(
                                        ready.path("status").asString(""),
                                        ready.path("reason").asString(""),
                                        ready.path("message").asString("")))
                .orElse("");
    }

    String ready(String externalSecret) {
        return ready(ExternalResources.EXTERNAL_SECRETS, externalSecret);
    }

    void change(GroupVersionResource resource, String name, Consumer<KubeObject> change) {
        while (true) {
            KubeObject object = find(resource, name).orElseThrow();
            change.accept(object);
            try {
                var _ = api.update(resource, object);
                return;
            } catch (StatusException e) {
                assertThat(e.reason()).isEqualTo(StatusReason.CONFLICT);
            }
        }
    }

    void delete(GroupVersionResource resource, String name) {
        api.delete(new Api.ObjectRef(resource, "default", name), DeleteOptions.defaults());
    }

    /// Events as `type reason message`.
    List<String> events() {
        return api.list(Resources.EVENTS, "", ListOptions.all()).items().stream()
                .map(event ->
                        "%s %s %s"
                                .formatted(
                                        event.json().path("type").asString(""),
                                        event.json().path("reason").asString(""),
                                        event.json().path("message").asString("")))
                .toList();
    }

    /// Moves time, in steps in which the engine does its work.
    void pass(Duration time) {
        Duration step = time.dividedBy(20);
        for (int i = 0; i < 20; i++) {
            timers.advance(step);
            LockSupport.parkNanos(2_000_000);
        }
    }

    /// Waits until assertions hold, while time passes slowly.
    void await(Runnable assertions) {
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
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @Override
    public void close() {
        engine.close();
        events.close();
        timers.close();
    }
}
