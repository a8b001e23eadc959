package dev.purser.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.app.serve.StartException;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.ExecWatch;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

class Fabric8Tests {
    private static ClientServer server;

    private KubernetesClient client;
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
    void connect() {
        Config config = Config.fromKubeconfig(server.kubeconfig().toFile());
        client = new KubernetesClientBuilder().withConfig(config).build();
        namespace = server.freshNamespace("fabric8");
        client.resource(
                        new NamespaceBuilder()
                                .withNewMetadata()
                                .withName(namespace)
                                .endMetadata()
                                .build())
                .create();
    }

    @AfterEach
    void leave() {
        client.namespaces().withName(namespace).delete();
        client.close();
    }

    private ConfigMap configMap(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .addToLabels("app", name)
                .endMetadata()
                .withData(data)
                .build();
    }

    private ConfigMap create(String name, Map<String, String> data) {
        return client.resource(configMap(name, data)).create();
    }

    /// The next thing that an informer or a watch tells.
    private static String next(BlockingQueue<String> told) throws InterruptedException {
        return String.valueOf(told.poll(20, TimeUnit.SECONDS));
    }

    @Nested
    class Objects {
        @Test
        void areCreatedReadEditedAndDeleted() {
            create("app", Map.of("a", "1"));

            ConfigMap edited =
                    client.configMaps()
                            .inNamespace(namespace)
                            .withName("app")
                            .edit(map -> new ConfigMapBuilder(map).addToData("b", "2").build());

            assertThat(edited.getData()).isEqualTo(Map.of("a", "1", "b", "2"));
            assertThat(client.configMaps().inNamespace(namespace).withName("app").delete())
                    .hasSize(1);
            assertThat(client.configMaps().inNamespace(namespace).withName("app").get()).isNull();
        }

        @Test
        void staleUpdatesAreConflicts() {
            ConfigMap stale = create("app", Map.of("a", "1"));
            client.resource(configMap("app", Map.of("a", "2"))).update();
            stale.setData(Map.of("a", "3"));

            assertThatThrownBy(() -> client.resource(stale).update())
                    .isInstanceOfSatisfying(
                            KubernetesClientException.class,
                            e -> assertThat(e.getCode()).isEqualTo(409));
        }

        @Test
        void everyKindOfPatchIsKnown() {
            create("app", Map.of("a", "1"));
            var app = client.configMaps().inNamespace(namespace).withName("app");

            app.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"data\":{\"b\":\"2\"}}");
            app.patch(
                    PatchContext.of(PatchType.JSON),
                    "[{\"op\":\"replace\",\"path\":\"/data/a\",\"value\":\"9\"}]");
            app.patch(
                    PatchContext.of(PatchType.STRATEGIC_MERGE),
                    "{\"metadata\":{\"labels\":{\"x\":\"y\"}}}");

            assertThat(app.get().getData()).isEqualTo(Map.of("a", "9", "b", "2"));
            assertThat(app.get().getMetadata().getLabels()).containsEntry("x", "y");
        }

        @Test
        void secretsKeepTheirBytes() {
            client.resource(
                            new SecretBuilder()
                                    .withNewMetadata()
                                    .withName("keys")
                                    .withNamespace(namespace)
                                    .endMetadata()
                                    .addToStringData("token", "t\u00f6ken")
                                    .build())
                    .create();

            assertThat(
                            client.secrets()
                                    .inNamespace(namespace)
                                    .withName("keys")
                                    .get()
                                    .getData()
                                    .get("token"))
                    .isEqualTo("dMO2a2Vu");
        }

        @Test
        void accessCanBeReviewed() {
            SelfSubjectAccessReview review =
                    client.authorization()
                            .v1()
                            .selfSubjectAccessReview()
                            .create(
                                    new SelfSubjectAccessReviewBuilder()
                                            .withNewSpec()
                                            .withNewResourceAttributes()
                                            .withVerb("delete")
                                            .withResource("secrets")
                                            .endResourceAttributes()
                                            .endSpec()
                                            .build());

            assertThat(review.getStatus().getAllowed()).isTrue();
        }
    }

    @Nested
    class ServerSideApply {
        @Test
        void conflictsNameTheOtherManagerUntilForced() {
            client.resource(configMap("app", Map.of("a", "1")))
                    .fieldManager("first")
                    .serverSideApply();
            var second = client.resource(configMap("app", Map.of("a", "2"))).fieldManager("second");

            assertThatThrownBy(second::serverSideApply)
                    .hasMessageContaining("conflict with \"first\": .data.a");
            assertThat(second.forceConflicts().serverSideApply().getData())
                    .isEqualTo(Map.of("a", "2"));
        }

        @Test
        void whatIsNoLongerAppliedGoes() {
            client.resource(configMap("app", Map.of("a", "1", "b", "2")))
                    .fieldManager("first")
                    .serverSideApply();

            ConfigMap applied =
                    client.resource(configMap("app", Map.of("a", "1")))
                            .fieldManager("first")
                            .serverSideApply();

            assertThat(applied.getData()).isEqualTo(Map.of("a", "1"));
        }
    }

    @Nested
    class Lists {
        @Test
        void comeInPages() {
            for (int i = 0; i < 5; i++) {
                create("page-" + i, Map.of());
            }
            var all = client.configMaps().inNamespace(namespace).withLabel("app");

            ConfigMapList first = all.list(new ListOptionsBuilder().withLimit(3L).build());
            ConfigMapList rest =
                    all.list(
                            new ListOptionsBuilder()
                                    .withLimit(3L)
                                    .withContinue(first.getMetadata().getContinue())
                                    .build());

            assertThat(first.getItems()).hasSize(3);
            assertThat(first.getMetadata().getRemainingItemCount()).isNull();
            assertThat(rest.getItems()).hasSize(2);
        }

        @Test
        void followSelectors() {
            create("one", Map.of());
            create("two", Map.of());
            var all = client.configMaps().inNamespace(namespace);

            assertThat(all.withLabelIn("app", "one", "three").list().getItems()).hasSize(1);
            assertThat(all.withLabelNotIn("app", "one").withLabel("app").list().getItems())
                    .hasSize(1);
            assertThat(all.withField("metadata.name", "two").list().getItems()).hasSize(1);
        }
    }

    @Nested
    class Watching {
        @Test
        void informersSeeEverythingInOrder() throws InterruptedException {
            create("before", Map.of());
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            try (SharedIndexInformer<ConfigMap> informer =
                    client.configMaps()
                            .inNamespace(namespace)
                            .withLabel("app")
                            .inform(new Telling(told))) {
                assertThat(next(told)).isEqualTo("added before");
                create("app", Map.of("a", "1"));
                assertThat(next(told)).isEqualTo("added app");
                client.resource(configMap("app", Map.of("a", "2"))).update();
                assertThat(next(told)).isEqualTo("updated app {a=2}");
                client.resource(configMap("app", Map.of())).delete();
                assertThat(next(told)).isEqualTo("deleted app");
                assertThat(informer.getStore().list())
                        .extracting(map -> map.getMetadata().getName())
                        .containsExactly("before");
            }
        }

        @Test
        void largeAndManyObjectsArriveEachByItself() throws InterruptedException {
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            create("a-small", Map.of("a", "1"));
            create("b-large", Map.of("a", "x".repeat(5000)));
            create("c-small", Map.of("a", "1"));
            try (SharedIndexInformer<ConfigMap> _ =
                    client.configMaps()
                            .inNamespace(namespace)
                            .withLabel("app")
                            .inform(new Telling(told))) {
                assertThat(next(told)).startsWith("added");
                assertThat(next(told)).startsWith("added");
                assertThat(next(told)).startsWith("added");
                create("d-large", Map.of("a", "y".repeat(9000)));
                assertThat(next(told)).isEqualTo("added d-large");
                for (int i = 0; i < 20; i++) {
                    create("small" + i, Map.of("a", "1"));
                }
                for (int i = 0; i < 20; i++) {
                    assertThat(next(told)).isEqualTo("added small" + i);
                }
            }
        }

        @Test
        void watchesBeginWithWhatIsThere() throws InterruptedException {
            create("app", Map.of());
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            Watcher<ConfigMap> watcher =
                    new Watcher<>() {
                        @Override
                        public void eventReceived(Action action, ConfigMap map) {
                            told.add(action + " " + map.getMetadata().getName());
                        }

                        @Override
                        public void onClose(WatcherException cause) {
                            told.add("closed " + cause.getMessage());
                        }
                    };
            try (Watch _ =
                    client.configMaps().inNamespace(namespace).withName("app").watch(watcher)) {
                assertThat(next(told)).isEqualTo("ADDED app");
                client.configMaps().inNamespace(namespace).withName("app").delete();
                assertThat(next(told)).isEqualTo("DELETED app");
            }
        }

        @Test
        void conditionsCanBeWaitedFor() {
            Deployment deployment =
                    client.resource(
                                    new DeploymentBuilder()
                                            .withNewMetadata()
                                            .withName("none")
                                            .withNamespace(namespace)
                                            .endMetadata()
                                            .withNewSpec()
                                            .withReplicas(0)
                                            .withNewSelector()
                                            .addToMatchLabels("a", "b")
                                            .endSelector()
                                            .withNewTemplate()
                                            .withNewMetadata()
                                            .addToLabels("a", "b")
                                            .endMetadata()
                                            .withNewSpec()
                                            .addNewContainer()
                                            .withName("c")
                                            .withImage("none")
                                            .endContainer()
                                            .endSpec()
                                            .endTemplate()
                                            .endSpec()
                                            .build())
                            .create();

            Deployment done =
                    client.resource(deployment)
                            .waitUntilCondition(
                                    seen ->
                                            seen != null
                                                    && Long.valueOf(1)
                                                            .equals(
                                                                    seen.getStatus()
                                                                            .getObservedGeneration()),
                                    20,
                                    TimeUnit.SECONDS);
            Deployment scaled =
                    client.apps().deployments().inNamespace(namespace).withName("none").scale(1);

            assertThat(done.getMetadata().getName()).isEqualTo("none");
            assertThat(scaled.getSpec().getReplicas()).isEqualTo(1);
        }
    }

    private record Telling(BlockingQueue<String> told) implements ResourceEventHandler<ConfigMap> {
        @Override
        public void onAdd(ConfigMap map) {
            told.add("added " + map.getMetadata().getName());
        }

        @Override
        public void onUpdate(ConfigMap before, ConfigMap after) {
            told.add("updated " + after.getMetadata().getName() + " " + after.getData());
        }

        @Override
        public void onDelete(ConfigMap map, boolean isFinalStateUnknown) {
            told.add("deleted " + map.getMetadata().getName());
        }
    }

    @Nested
    @EnabledIfSystemProperty(named = ClientServer.PROPERTY, matches = ".+")
    class Containers {
        @Test
        void commandsRunInPodsAndLogsAreRead() throws Exception {
            Pod pod =
                    new PodBuilder()
                            .withNewMetadata()
                            .withName("shell")
                            .withNamespace(namespace)
                            .endMetadata()
                            .withNewSpec()
                            .withTerminationGracePeriodSeconds(1L)
                            .addNewContainer()
                            .withName("c")
                            .withImage("docker.io/myregistry/agent:v1.0")
                            .withCommand("sh", "-c", "echo begun; sleep 600")
                            .endContainer()
                            .endSpec()
                            .build();
            client.resource(pod).create();
            var shell = client.pods().inNamespace(namespace).withName("shell");
            shell.waitUntilReady(60, TimeUnit.SECONDS);
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            try (ExecWatch command =
                    shell.writingOutput(out).exec("sh", "-c", "echo out; exit 3")) {
                assertThat(command.exitCode().get(20, TimeUnit.SECONDS)).isEqualTo(3);
            }

            assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("out\n");
            assertThat(shell.getLog()).isEqualTo("begun\n");
        }
    }
}
