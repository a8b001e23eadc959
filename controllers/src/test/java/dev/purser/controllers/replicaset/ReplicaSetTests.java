package dev.purser.controllers.replicaset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.PodStates;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReplicaSetTests {
    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
        cluster.createNode("n1", "8", "16Gi");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void createSet(int replicas) {
        cluster.create(
                Resources.REPLICA_SETS,
                """
                {"metadata":{"name":"rs","namespace":"default"},
                 "spec":{"replicas":%d,"selector":{"matchLabels":{"app":"rs"}},
                  "template":{"metadata":{"labels":{"app":"rs"},"annotations":{"a":"1"}},
                   "spec":{"containers":[{"name":"c","image":"i"}]}}}}
                """
                        .formatted(replicas));
    }

    private void createPod(String name) {
        cluster.create(
                Resources.PODS,
                """
                {"metadata":{"name":"%s","namespace":"default","labels":{"app":"rs"}},
                 "spec":{"containers":[{"name":"c","image":"i"}]}}
                """
                        .formatted(name));
    }

    private KubeObject set() {
        return cluster.find(Resources.REPLICA_SETS, "default", "rs").orElseThrow();
    }

    private List<KubeObject> owned() {
        return cluster.list(Resources.PODS).stream()
                .filter(pod -> Owners.isControlledBy(pod, set()))
                .filter(PodStates::isActive)
                .toList();
    }

    private void awaitAvailable(int count) {
        cluster.await(() ->
                set().status().path("availableReplicas").asInt(0) == count
                        && set().status().path("replicas").asInt(0) == count);
    }

    private KubeObject pod(String name) {
        return cluster.find(Resources.PODS, "default", name).orElseThrow();
    }

    @Nested
    class Creation {
        @Test
        void makesPodsFromTheTemplate() {
            createSet(1);
            awaitAvailable(1);

            KubeObject pod = owned().getFirst();
            assertThat(pod.name()).matches("rs-[a-z0-9]{5}");
            assertThat(pod.metadata().path("generateName").asString()).isEqualTo("rs-");
            assertThat(pod.annotations()).containsEntry("a", "1");
            assertThat(pod.metadata().path("ownerReferences").path(0))
                    .isEqualTo(
                            JsonMapper.shared()
                                    .readTree(
                                            """
                                            {"apiVersion":"apps/v1","kind":"ReplicaSet","name":"rs",
                                             "uid":"%s","controller":true,"blockOwnerDeletion":true}
                                            """
                                                    .formatted(set().uid())));
        }

        @Test
        void endsWithTheRecordedStatus() {
            createSet(3);
            awaitAvailable(3);

            assertThat(set().status())
                    .isEqualTo(
                            JsonMapper.shared()
                                    .readTree(
                                            """
                                            {"replicas":3,"fullyLabeledReplicas":3,"readyReplicas":3,
                                             "availableReplicas":3,"terminatingReplicas":0,
                                             "observedGeneration":1}
                                            """));
        }

        @Test
        void makesNoPodTwiceWhileTheCacheIsBehind() {
            createSet(20);
            for (int i = 0; i < 30; i++) {
                cluster.api().breakWatches();
                cluster.pass(Duration.ofMillis(7));
            }
            awaitAvailable(20);

            assertThat(cluster.list(Resources.PODS)).hasSize(20);
            long created =
                    cluster.events("ReplicaSet", "rs").stream()
                            .filter(event -> event.contains("Created pod"))
                            .count();
            assertThat(created).isLessThanOrEqualTo(20);
        }
    }

    @Nested
    class Claims {
        @Test
        void takeInAMatchingPodThatIsFree() {
            createPod("bare");
            createSet(3);
            awaitAvailable(3);

            assertThat(owned()).hasSize(3).extracting(KubeObject::name).contains("bare");
        }

        @Test
        void letGoOfAPodThatNoLongerMatches() {
            createPod("bare");
            createSet(2);
            awaitAvailable(2);
            cluster.change(
                    Resources.PODS,
                    "bare",
                    pod -> pod.metadata().putObject("labels").put("app", "other"));

            cluster.await(() -> !pod("bare").metadata().has("ownerReferences"));
            cluster.await(() -> owned().size() == 2);
        }

        @Test
        void replaceADeletedPod() {
            createSet(2);
            awaitAvailable(2);
            String victim = owned().getFirst().name();
            cluster.node().endOnly(pod -> false);
            cluster.delete(Resources.PODS, "default", victim);

            cluster.await(() -> owned().size() == 2);
            cluster.await(() -> set().status().path("terminatingReplicas").asInt() == 1);
            cluster.node().endOnly(pod -> true);
            cluster.await(() -> set().status().path("terminatingReplicas").asInt() == 0);
        }
    }

    @Nested
    class ScalingDown {
        @Test
        void takesPodsThatAreNotReadyFirst() {
            createSet(2);
            awaitAvailable(2);
            List<String> ready = owned().stream().map(KubeObject::name).toList();
            cluster.node().runOnly(pod -> false);
            cluster.change(Resources.REPLICA_SETS, "rs", set -> set.spec().put("replicas", 4));
            cluster.await(() -> owned().size() == 4);
            cluster.change(Resources.REPLICA_SETS, "rs", set -> set.spec().put("replicas", 2));

            cluster.await(() -> owned().size() == 2);
            assertThat(owned()).extracting(KubeObject::name).hasSameElementsAs(ready);
        }

        @Test
        void takesPodsOfTheLowestDeletionCost() {
            createSet(3);
            awaitAvailable(3);
            String cheap = owned().get(1).name();
            cluster.change(
                    Resources.PODS,
                    cheap,
                    pod ->
                            pod.metadata()
                                    .putObject("annotations")
                                    .put("controller.kubernetes.io/pod-deletion-cost", "-5"));
            cluster.change(Resources.REPLICA_SETS, "rs", set -> set.spec().put("replicas", 2));

            cluster.await(() -> owned().size() == 2);
            assertThat(owned()).extracting(KubeObject::name).doesNotContain(cheap);
            cluster.await(
                    () -> cluster.events("ReplicaSet", "rs"),
                    events ->
                            assertThat(events)
                                    .contains("Normal SuccessfulDelete Deleted pod: " + cheap));
        }
    }
}
