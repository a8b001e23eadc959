package dev.purser.controllers.namespace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Conditions;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class NamespaceTests {
    private static final String ROOT_CA = "kube-root-ca.crt";

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
        cluster.create(Resources.NAMESPACES, "{\"metadata\":{\"name\":\"ns\"}}");
        cluster.await(() -> find(ROOT_CA));
        cluster.await(() -> cluster.find(Resources.SERVICE_ACCOUNTS, "ns", "default").isPresent());
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private boolean find(String configMap) {
        return cluster.find(Resources.CONFIG_MAPS, "ns", configMap).isPresent();
    }

    private KubeObject rootCa() {
        return cluster.find(Resources.CONFIG_MAPS, "ns", ROOT_CA).orElseThrow();
    }

    @Nested
    class Furniture {
        @Test
        void hasTheRecordedForm() {
            assertThat(rootCa().annotations().get("kubernetes.io/description"))
                    .startsWith("Contains a CA bundle that can be used to verify")
                    .endsWith("across distributions of Kubernetes clusters.");
            assertThat(rootCa().json().path("data").path("ca.crt").asString())
                    .isEqualTo(Cluster.CERTIFICATE);
        }

        @Test
        void isMadeAgainAfterItsDeletion() {
            String before = rootCa().uid();
            cluster.delete(Resources.CONFIG_MAPS, "ns", ROOT_CA);
            cluster.delete(Resources.SERVICE_ACCOUNTS, "ns", "default");

            cluster.await(() -> find(ROOT_CA) && !rootCa().uid().equals(before));
            cluster.await(
                    () -> cluster.find(Resources.SERVICE_ACCOUNTS, "ns", "default").isPresent());
        }

        @Test
        void isSetBackWhenItWasChanged() {
            KubeObject changed = rootCa();
            changed.json().putObject("data").put("ca.crt", "x").put("other", "y");
            cluster.api().update(Resources.CONFIG_MAPS, changed);

            cluster.await(() ->
                    rootCa().json().path("data").size() == 1
                            && rootCa().json()
                                    .path("data")
                                    .path("ca.crt")
                                    .asString()
                                    .equals(Cluster.CERTIFICATE));
        }
    }

    @Nested
    class Deletion {
        private boolean isGone() {
            return cluster.find(Resources.NAMESPACES, "", "ns").isEmpty();
        }

        private List<String> conditions() {
            List<String> texts = new ArrayList<>();
            JsonNode status = cluster.find(Resources.NAMESPACES, "", "ns").orElseThrow().status();
            for (JsonNode condition : status.path("conditions")) {
                texts.add(
                        "%s %s %s: %s"
                                .formatted(
                                        condition.path("type").asString(""),
                                        condition.path("status").asString(""),
                                        condition.path("reason").asString(""),
                                        condition.path("message").asString("")));
            }
            return texts;
        }

        private void createHeld() {
            cluster.create(
                    Resources.CONFIG_MAPS,
                    """
                    {"metadata":{"name":"held","namespace":"ns","finalizers":["example.com/hold"]}}
                    """);
        }

        private void createRunningPod() {
            cluster.createNode("n1", "2", "4Gi");
            cluster.create(
                    Resources.PODS,
                    """
                    {"metadata":{"name":"slow","namespace":"ns"},
                     "spec":{"containers":[{"name":"c","image":"i"}]}}
                    """);
            cluster.await(() ->
                    cluster.list(Resources.PODS)
                            .getFirst()
                            .status()
                            .path("phase")
                            .asString()
                            .equals("Running"));
        }

        @Test
        void takesEverythingAlong() {
            createRunningPod();
            cluster.delete(Resources.NAMESPACES, "", "ns");

            cluster.await(this::isGone);
            assertThat(cluster.list(Resources.PODS)).isEmpty();
            assertThat(cluster.list(Resources.CONFIG_MAPS))
                    .noneMatch(object -> object.namespace().equals("ns"));
            assertThat(cluster.list(Resources.SERVICE_ACCOUNTS))
                    .noneMatch(object -> object.namespace().equals("ns"));
            assertThat(cluster.find(Resources.NAMESPACES, "", "default")).isPresent();
        }

        @Test
        void spareWhatPodsUseUntilTheyHaveEnded() {
            cluster.node().endOnly(pod -> false);
            createRunningPod();
            cluster.delete(Resources.NAMESPACES, "", "ns");
            cluster.await(() -> !conditions().isEmpty());
            assertThat(find(ROOT_CA)).isTrue();

            cluster.node().endOnly(pod -> true);
            cluster.await(this::isGone);
        }

        @Test
        void saysWhatRemainsAndWhy() {
            createHeld();
            cluster.delete(Resources.NAMESPACES, "", "ns");

            cluster.await(
                    this::conditions,
                    conditions ->
                            assertThat(conditions)
                                    .containsExactly(
                                            "NamespaceDeletionDiscoveryFailure False"
                                                    + " ResourcesDiscovered: All resources"
                                                    + " successfully discovered",
                                            "NamespaceDeletionGroupVersionParsingFailure False"
                                                    + " ParsedGroupVersions: All legacy kube types"
                                                    + " successfully parsed",
                                            "NamespaceDeletionContentFailure False ContentDeleted:"
                                                    + " All content successfully deleted, may be"
                                                    + " waiting on finalization",
                                            "NamespaceContentRemaining True SomeResourcesRemain:"
                                                    + " Some resources are remaining: configmaps."
                                                    + " has 1 resource instances",
                                            "NamespaceFinalizersRemaining True"
                                                    + " SomeFinalizersRemain: Some content in the"
                                                    + " namespace has finalizers remaining:"
                                                    + " example.com/hold in 1 resource instances"));
            assertThat(
                            Conditions.find(
                                            cluster.find(Resources.NAMESPACES, "", "ns")
                                                    .orElseThrow()
                                                    .status(),
                                            "NamespaceContentRemaining")
                                    .orElseThrow()
                                    .has("lastTransitionTime"))
                    .isTrue();
        }

        @Test
        void goesOnAsSoonAsTheFinalizerIsGone() {
            createHeld();
            cluster.delete(Resources.NAMESPACES, "", "ns");
            cluster.await(() ->
                    conditions().stream().anyMatch(text -> text.contains("SomeFinalizersRemain")));

            KubeObject held = cluster.api().get(Resources.CONFIG_MAPS, "ns", "held");
            held.metadata().remove("finalizers");
            cluster.api().update(Resources.CONFIG_MAPS, held);
            cluster.await(this::isGone);
        }
    }
}
