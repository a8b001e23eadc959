package dev.purser.external.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.controllers.object.Resources;
import dev.purser.external.resource.ExternalResources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterExternalSecretTests {
    private final SyncRig rig = new SyncRig();

    @BeforeEach
    void start() {
        rig.namespace("red", Map.of("team", "red"));
        rig.namespace("blue", Map.of("team", "blue"));
        rig.start();
        rig.create(
                ExternalResources.CLUSTER_EXTERNAL_SECRETS,
                """
                {"metadata":{"name":"all"},
                 "spec":{"externalSecretName":"made","namespaces":["blue"],
                  "namespaceSelectors":[{"matchLabels":{"team":"red"}}],
                  "externalSecretMetadata":{"labels":{"a":"b"}},
                  "externalSecretSpec":{"secretStoreRef":{"name":"s","kind":"ClusterSecretStore"},
                   "data":[{"secretKey":"p","remoteRef":{"key":"db"}}]}}}
                """);
        rig.await(() -> assertThat(made()).containsExactlyInAnyOrder("red", "blue"));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private List<String> made() {
        return rig
                .api()
                .list(ExternalResources.EXTERNAL_SECRETS, "", ListOptions.all())
                .items()
                .stream()
                .filter(made -> made.name().equals("made"))
                .map(KubeObject::namespace)
                .toList();
    }

    private KubeObject owner() {
        return rig.find(ExternalResources.CLUSTER_EXTERNAL_SECRETS, "all").orElseThrow();
    }

    @Test
    void statusSaysWhichNamespacesHaveIt() {
        rig.await(() ->
                assertThat(owner().status().path("provisionedNamespaces").toString())
                        .isEqualTo("[\"blue\",\"red\"]"));
        assertThat(rig.ready(ExternalResources.CLUSTER_EXTERNAL_SECRETS, "all")).startsWith("True");
        KubeObject made = rig.api().get(ExternalResources.EXTERNAL_SECRETS, "red", "made");
        assertThat(made.labels()).containsEntry("a", "b");
    }

    @Test
    void namespaceThatNoLongerMatchesLosesIt() {
        rig.await(() ->
                assertThat(owner().status().path("provisionedNamespaces").size()).isEqualTo(2));
        rig.change(
                Resources.NAMESPACES,
                "red",
                namespace -> namespace.metadata().withObject("labels").put("team", "green"));
        rig.await(() -> assertThat(made()).containsExactly("blue"));
    }

    @Test
    void changedCopyIsPutBack() {
        rig.await(() -> {
            KubeObject now = rig.api().get(ExternalResources.EXTERNAL_SECRETS, "blue", "made");
            assertThat(now.metadata().path("finalizers").size()).isPositive();
        });
        KubeObject now = rig.api().get(ExternalResources.EXTERNAL_SECRETS, "blue", "made");
        now.spec().put("refreshInterval", "7s");
        var _ = rig.api().update(ExternalResources.EXTERNAL_SECRETS, now);
        rig.await(() ->
                assertThat(
                                rig.api()
                                        .get(ExternalResources.EXTERNAL_SECRETS, "blue", "made")
                                        .spec()
                                        .has("refreshInterval"))
                        .isFalse());
    }

    @Test
    void oneOfAnotherIsLeftAndSaid() {
        rig.namespace("green", Map.of());
        rig.create(
                ExternalResources.EXTERNAL_SECRETS,
                "{\"metadata\":{\"name\":\"made\",\"namespace\":\"green\"},\"spec\":{}}");
        rig.change(
                ExternalResources.CLUSTER_EXTERNAL_SECRETS,
                "all",
                owner -> owner.spec().withArray("namespaces").add("green"));
        rig.await(() -> {
            assertThat(owner().status().path("failedNamespaces").toString())
                    .contains("green", "external secret already exists in namespace");
            assertThat(rig.ready(ExternalResources.CLUSTER_EXTERNAL_SECRETS, "all"))
                    .isEqualTo("False  one or more namespaces failed");
        });
    }

    @Test
    void allGoWithTheirMaker() {
        rig.await(() ->
                assertThat(owner().status().path("provisionedNamespaces").size()).isEqualTo(2));
        rig.api()
                .delete(
                        new ObjectRef(ExternalResources.CLUSTER_EXTERNAL_SECRETS, "", "all"),
                        DeleteOptions.defaults());
        rig.await(() -> {
            assertThat(made()).isEmpty();
            assertThat(rig.find(ExternalResources.CLUSTER_EXTERNAL_SECRETS, "all")).isEmpty();
        });
    }
}
