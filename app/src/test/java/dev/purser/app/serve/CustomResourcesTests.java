package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.codec.YamlReader;
import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.remote.Kubeconfig;
import dev.purser.client.remote.RemoteApi;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The controllers of a whole server and objects of a CustomResourceDefinition.
class CustomResourcesTests {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final GroupVersionResource DEFINITIONS =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");
    private static final GroupVersionResource WIDGETS =
            new GroupVersionResource("example.com", "v1", "widgets");
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");

    private static final GroupVersionResource QUOTAS =
            new GroupVersionResource("", "v1", "resourcequotas");

    @TempDir Path root;

    private Purser purser;
    private Api api;

    @BeforeEach
    void start() throws Exception {
        DataDirectory directory = new DataDirectory(root.resolve("data"));
        directory.create();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        purser =
                Purser.start(
                        new ServeSettings(directory, Instance.Mode.NO_NODE, address, "test-host"),
                        Clock.systemUTC(),
                        new SecureRandom());
        api = purser.adminApi();
        define();
    }

    @AfterEach
    void stop() {
        purser.close();
    }

    private void define() {
        create(
                DEFINITIONS,
                """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
                 "metadata":{"name":"widgets.example.com"},
                 "spec":{"group":"example.com","scope":"Namespaced",
                  "names":{"plural":"widgets","singular":"widget","kind":"Widget"},
                  "versions":[
                   {"name":"v1beta1","served":true,"storage":false,
                    "schema":{"openAPIV3Schema":{"type":"object"}}},
                   {"name":"v1","served":true,"storage":true,
                    "schema":{"openAPIV3Schema":{"type":"object"}}}]}}
                """);
        await(() ->
                find(DEFINITIONS, "", "widgets.example.com")
                        .filter(found -> new Definition(found).is(Definition.ESTABLISHED))
                        .isPresent());
    }

    private KubeObject create(GroupVersionResource resource, String json) {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(json);
        return api.create(resource, KubeObject.of(tree));
    }

    private KubeObject createWidget(String namespace, String name) {
        return create(
                WIDGETS,
                """
                {"apiVersion":"example.com/v1","kind":"Widget",
                 "metadata":{"namespace":"%s","name":"%s"}}
                """
                        .formatted(namespace, name));
    }

    private void createOwned(String name, String apiVersion, KubeObject owner) {
        create(
                CONFIG_MAPS,
                """
                {"apiVersion":"v1","kind":"ConfigMap",
                 "metadata":{"namespace":"default","name":"%s","ownerReferences":[
                  {"apiVersion":"%s","kind":"Widget","name":"%s","uid":"%s"}]}}
                """
                        .formatted(name, apiVersion, owner.name(), owner.uid()));
    }

    private Optional<KubeObject> find(
            GroupVersionResource resource, String namespace, String name) {
        try {
            return Optional.of(api.get(resource, namespace, name));
        } catch (StatusException e) {
            assertThat(e.code()).isEqualTo(404);
            return Optional.empty();
        }
    }

    private void delete(GroupVersionResource resource, String namespace, String name) {
        api.delete(
                new Api.ObjectRef(resource, namespace, name),
                DeleteOptions.defaults().withPropagation(DeleteOptions.Propagation.BACKGROUND));
    }

    private boolean isGone(GroupVersionResource resource, String namespace, String name) {
        return find(resource, namespace, name).isEmpty();
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /// kubectl sends strategic patches wherever a document says that they are understood, which
    /// they are not for custom resources.
    @Test
    void documentsOfferNoStrategicPatches() throws Exception {
        JsonNode kubeconfig =
                YamlReader.read(
                                Files.readAllBytes(
                                        new DataDirectory(root.resolve("data")).adminKubeconfig()))
                        .json();
        try (RemoteApi remote = new RemoteApi(Kubeconfig.read(kubeconfig, root))) {
            String widget = "/apis/example.com/v1/namespaces/{namespace}/widgets/{name}";
            await(() -> !patches(remote, "apis/example.com/v1", widget).isEmpty());
            assertThat(patches(remote, "apis/example.com/v1", widget))
                    .containsExactlyInAnyOrder(
                            "application/apply-patch+yaml",
                            "application/json-patch+json",
                            "application/merge-patch+json");
            assertThat(patches(remote, "api/v1", "/api/v1/namespaces/{namespace}/pods/{name}"))
                    .contains("application/strategic-merge-patch+json");
        }
    }

    private static Collection<String> patches(RemoteApi remote, String version, String path) {
        try {
            return remote.document("GET", "/openapi/v3/" + version)
                    .path("paths")
                    .path(path)
                    .path("patch")
                    .path("requestBody")
                    .path("content")
                    .propertyNames();
        } catch (StatusException e) {
            assertThat(e.code()).isEqualTo(404);
            return List.of();
        }
    }

    @Test
    void dependentsFollowACustomOwnerInWhateverVersionTheyNameIt() {
        KubeObject owner = createWidget("default", "w");
        createOwned("by-storage-version", "example.com/v1", owner);
        createOwned("by-another-version", "example.com/v1beta1", owner);
        delete(WIDGETS, "default", "w");

        await(() -> isGone(CONFIG_MAPS, "default", "by-storage-version"));
        await(() -> isGone(CONFIG_MAPS, "default", "by-another-version"));
    }

    @Test
    void dependentsFollowOwnersThatGoWithTheirDefinition() {
        createOwned("dependent", "example.com/v1", createWidget("default", "w"));
        delete(DEFINITIONS, "", "widgets.example.com");

        await(() -> isGone(DEFINITIONS, "", "widgets.example.com"));
        await(() -> isGone(CONFIG_MAPS, "default", "dependent"));

        define();
        createOwned("dependent", "example.com/v1", createWidget("default", "w"));
        delete(WIDGETS, "default", "w");
        await(() -> isGone(CONFIG_MAPS, "default", "dependent"));
    }

    @Test
    void namespacesTakeCustomResourcesAlong() {
        create(
                NAMESPACES,
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"ns\"}}");
        createWidget("ns", "w");
        createWidget("default", "w");
        delete(NAMESPACES, "", "ns");

        await(() -> isGone(NAMESPACES, "", "ns"));
        assertThat(isGone(WIDGETS, "ns", "w")).isTrue();
        assertThat(isGone(WIDGETS, "default", "w")).isFalse();
    }

    @Test
    void quotasLimitTheNumberOfCustomResources() {
        create(
                QUOTAS,
                """
                {"apiVersion":"v1","kind":"ResourceQuota",
                 "metadata":{"namespace":"default","name":"q"},
                 "spec":{"hard":{"count/widgets.example.com":"1"}}}
                """);
        await(() -> usedWidgets().equals("0"));
        createWidget("default", "a");
        await(() -> usedWidgets().equals("1"));
        assertThatThrownBy(() -> createWidget("default", "b"))
                .isInstanceOf(StatusException.class)
                .hasMessageContaining("exceeded quota: q");

        delete(WIDGETS, "default", "a");
        await(() -> usedWidgets().equals("0"));
        createWidget("default", "b");
    }

    private String usedWidgets() {
        return api.get(QUOTAS, "default", "q")
                .status()
                .path("used")
                .path("count/widgets.example.com")
                .asString("");
    }
}
