package dev.purser.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.reflect.TypeToken;
import dev.purser.app.serve.StartException;
import io.kubernetes.client.Exec;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.ResourceEventHandler;
import io.kubernetes.client.informer.SharedIndexInformer;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.apis.VersionApi;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1Container;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodSpec;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.util.CallGeneratorParams;
import io.kubernetes.client.util.Config;
import io.kubernetes.client.util.PatchUtils;
import io.kubernetes.client.util.Watch;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesApi;
import io.kubernetes.client.util.generic.dynamic.DynamicKubernetesObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

class OfficialJavaClientTests {
    private static ClientServer server;

    private ApiClient client;
    private CoreV1Api core;
    private String namespace;

    @BeforeAll
    static void start(@TempDir Path directory)
            throws IOException, StartException, InterruptedException {
        server = ClientServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() throws IOException, ApiException {
        client = Config.fromConfig(server.kubeconfig().toString());
        client.setReadTimeout(0);
        core = new CoreV1Api(client);
        namespace = server.freshNamespace("java");
        core.createNamespace(new V1Namespace().metadata(new V1ObjectMeta().name(namespace)))
                .execute();
    }

    @AfterEach
    void leave() throws ApiException {
        core.deleteNamespace(namespace).execute();
        client.getHttpClient().connectionPool().evictAll();
    }

    private V1ConfigMap configMap(String name, Map<String, String> data) {
        V1ObjectMeta metadata = new V1ObjectMeta().name(name).namespace(namespace);
        return new V1ConfigMap()
                .apiVersion("v1")
                .kind("ConfigMap")
                .metadata(metadata.labels(Map.of("app", name)))
                .data(data);
    }

    private V1ConfigMap create(String name, Map<String, String> data) throws ApiException {
        return core.createNamespacedConfigMap(namespace, configMap(name, data)).execute();
    }

    private V1ConfigMap patch(String name, String format, String text) throws ApiException {
        return PatchUtils.patch(
                V1ConfigMap.class,
                () ->
                        core.patchNamespacedConfigMap(name, namespace, new V1Patch(text))
                                .buildCall(null),
                format,
                client);
    }

    private V1ConfigMap apply(String manager, boolean force, String text) throws ApiException {
        return PatchUtils.patch(
                V1ConfigMap.class,
                () ->
                        core.patchNamespacedConfigMap("app", namespace, new V1Patch(text))
                                .fieldManager(manager)
                                .force(force)
                                .buildCall(null),
                V1Patch.PATCH_FORMAT_APPLY_YAML,
                client);
    }

    private static String applied(String value) {
        return """
        {"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"app"},"data":{"a":"%s"}}
        """
                .formatted(value);
    }

    private static String next(BlockingQueue<String> told) throws InterruptedException {
        return String.valueOf(told.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void theVersionIsRead() throws ApiException {
        assertThat(new VersionApi(client).getCode().execute().getGitVersion())
                .startsWith("v1.37.2");
    }

    @Nested
    class Objects {
        @Test
        void areCreatedListedReplacedAndDeleted() throws ApiException {
            V1ConfigMap made = create("app", Map.of("a", "1"));

            core.replaceNamespacedConfigMap("app", namespace, made.putDataItem("b", "2")).execute();

            assertThat(core.listNamespacedConfigMap(namespace).labelSelector("app=app").execute())
                    .extracting(list -> list.getItems().getFirst().getData())
                    .isEqualTo(Map.of("a", "1", "b", "2"));
            core.deleteNamespacedConfigMap("app", namespace).execute();
            assertThatThrownBy(() -> core.readNamespacedConfigMap("app", namespace).execute())
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.getCode()).isEqualTo(404));
        }

        @Test
        void everyKindOfPatchIsKnown() throws ApiException {
            create("app", Map.of("a", "1"));

            patch("app", V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, "{\"data\":{\"b\":\"2\"}}");
            patch(
                    "app",
                    V1Patch.PATCH_FORMAT_JSON_PATCH,
                    "[{\"op\":\"add\",\"path\":\"/data/c\",\"value\":\"3\"}]");
            V1ConfigMap patched =
                    patch(
                            "app",
                            V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH,
                            "{\"data\":{\"a\":null}}");

            assertThat(patched.getData()).isEqualTo(Map.of("b", "2", "c", "3"));
        }

        @Test
        void applyingConflictsUntilForced() throws ApiException {
            apply("first", false, applied("1"));

            assertThatThrownBy(() -> apply("second", false, applied("2")))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            e ->
                                    assertThat(e.getResponseBody())
                                            .contains("conflict with \\\"first\\\": .data.a"));
            assertThat(apply("second", true, applied("2")).getData()).isEqualTo(Map.of("a", "2"));
        }

        @Test
        void secretsKeepTheirBytes() throws ApiException {
            V1Secret made =
                    core.createNamespacedSecret(
                                    namespace,
                                    new V1Secret()
                                            .metadata(new V1ObjectMeta().name("keys"))
                                            .putDataItem("k", new byte[] {0, 1, (byte) 0xff}))
                            .execute();

            assertThat(made.getData().get("k")).containsExactly(0, 1, 0xff);
            assertThat(made.getType()).isEqualTo("Opaque");
        }

        @Test
        void anyKindIsReachedWithoutItsClass() {
            DynamicKubernetesApi leases =
                    new DynamicKubernetesApi("coordination.k8s.io", "v1", "leases", client);
            DynamicKubernetesObject lease = new DynamicKubernetesObject();
            lease.setApiVersion("coordination.k8s.io/v1");
            lease.setKind("Lease");
            lease.setMetadata(new V1ObjectMeta().name("mine").namespace(namespace));

            assertThat(leases.create(lease).isSuccess()).isTrue();
            assertThat(leases.list(namespace).getObject().getItems()).hasSize(1);
        }
    }

    @Nested
    class Watching {
        @Test
        void informersSeeEverythingInOrder() throws ApiException, InterruptedException {
            create("before", Map.of());
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            SharedInformerFactory factory = new SharedInformerFactory(client);
            SharedIndexInformer<V1ConfigMap> informer =
                    factory.sharedIndexInformerFor(
                            (CallGeneratorParams parameters) ->
                                    core.listNamespacedConfigMap(namespace)
                                            .labelSelector("app")
                                            .resourceVersion(parameters.resourceVersion)
                                            .timeoutSeconds(parameters.timeoutSeconds)
                                            .watch(parameters.watch)
                                            .buildCall(null),
                            V1ConfigMap.class,
                            V1ConfigMapList.class);
            informer.addEventHandler(new Telling(told));
            factory.startAllRegisteredInformers();
            try {
                assertThat(next(told)).isEqualTo("added before");
                create("app", Map.of("a", "1"));
                assertThat(next(told)).isEqualTo("added app");
                core.replaceNamespacedConfigMap(
                                "app", namespace, configMap("app", Map.of("a", "2")))
                        .execute();
                assertThat(next(told)).isEqualTo("updated app {a=2}");
                core.deleteNamespacedConfigMap("app", namespace).execute();
                assertThat(next(told)).isEqualTo("deleted app");
                assertThat(informer.getIndexer().list()).hasSize(1);
            } finally {
                factory.stopAllRegisteredInformers();
            }
        }

        @Test
        void watchesEndWhenTheirTimeIsOver() throws ApiException, IOException {
            create("app", Map.of());
            try (Watch<V1ConfigMap> watch =
                    Watch.createWatch(
                            client,
                            core.listNamespacedConfigMap(namespace)
                                    .labelSelector("app")
                                    .timeoutSeconds(1)
                                    .watch(true)
                                    .buildCall(null),
                            new TypeToken<Watch.Response<V1ConfigMap>>() {}.getType())) {
                assertThat(watch.next().object.getMetadata().getName()).isEqualTo("app");
                assertThat(watch.hasNext()).isFalse();
            }
        }
    }

    private record Telling(BlockingQueue<String> told)
            implements ResourceEventHandler<V1ConfigMap> {
        @Override
        public void onAdd(V1ConfigMap map) {
            told.add("added " + map.getMetadata().getName());
        }

        @Override
        public void onUpdate(V1ConfigMap before, V1ConfigMap after) {
            told.add("updated " + after.getMetadata().getName() + " " + after.getData());
        }

        @Override
        public void onDelete(V1ConfigMap map, boolean isFinalStateUnknown) {
            told.add("deleted " + map.getMetadata().getName());
        }
    }

    @Nested
    @EnabledIfSystemProperty(named = ClientServer.PROPERTY, matches = ".+")
    class Containers {
        @Test
        void commandsRunInPodsAndLogsAreRead() throws Exception {
            V1Container container =
                    new V1Container()
                            .name("c")
                            .image("docker.io/myregistry/agent:v1.0")
                            .command(List.of("sh", "-c", "echo begun; sleep 600"));
            core.createNamespacedPod(
                            namespace,
                            new V1Pod()
                                    .metadata(new V1ObjectMeta().name("shell"))
                                    .spec(
                                            new V1PodSpec()
                                                    .terminationGracePeriodSeconds(1L)
                                                    .addContainersItem(container)))
                    .execute();
            awaitRunning("shell");

            Process command =
                    new Exec(client)
                            .exec(
                                    namespace,
                                    "shell",
                                    new String[] {"sh", "-c", "echo out; exit 3"},
                                    false);

            assertThat(command.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("out");
            assertThat(command.waitFor()).isEqualTo(3);
            assertThat(core.readNamespacedPodLog("shell", namespace).execute())
                    .isEqualTo("begun\n");
        }

        private void awaitRunning(String name) throws ApiException, IOException {
            try (Watch<V1Pod> watch =
                    Watch.createWatch(
                            client,
                            core.listNamespacedPod(namespace)
                                    .fieldSelector("metadata.name=" + name)
                                    .timeoutSeconds(60)
                                    .watch(true)
                                    .buildCall(null),
                            new TypeToken<Watch.Response<V1Pod>>() {}.getType())) {
                while (watch.hasNext()) {
                    if ("Running".equals(watch.next().object.getStatus().getPhase())) {
                        return;
                    }
                }
            }
            throw new IllegalStateException(name + " does not run");
        }
    }
}
