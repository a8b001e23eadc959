package dev.purser.controllers.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.controllers.object.PodStates;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import dev.purser.controllers.testing.Deployments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// The facts of the timelines recorded from Kubernetes 1.37's deployment controller.
class DeploymentTests {
    private Cluster cluster;
    private Deployments deployments;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
        cluster.createNode("n1", "8", "16Gi");
        deployments = new Deployments(cluster);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void createComplete(String name, int replicas) {
        deployments.create(name, replicas, "");
        deployments.awaitComplete(name);
    }

    private String setName(String image) {
        return deployments.replicaSet("web", image).name();
    }

    @Nested
    class Creation {
        @Test
        void makesAReplicaSetNamedAfterTheTemplate() {
            createComplete("web", 4);

            KubeObject set = deployments.replicaSets("web").getFirst();
            String hash = set.labels().get("pod-template-hash");
            assertThat(hash).matches("[bcdfghjklmnpqrstvwxz2456789]{8,10}");
            assertThat(set.name()).isEqualTo("web-" + hash);
            assertThat(set.annotations())
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(
                                    "deployment.kubernetes.io/desired-replicas", "4",
                                    "deployment.kubernetes.io/max-replicas", "5",
                                    "deployment.kubernetes.io/revision", "1"));
            assertThat(set.spec().path("selector").path("matchLabels").toString())
                    .isEqualTo("{\"app\":\"web\",\"pod-template-hash\":\"%s\"}".formatted(hash));
            assertThat(set.spec().has("minReadySeconds")).isFalse();
        }

        @Test
        void endsWithTheRecordedStatus() {
            createComplete("web", 4);

            cluster.await(
                    () -> deployments.condition("web", "Progressing"),
                    text ->
                            assertThat(text)
                                    .isEqualTo(
                                            "True NewReplicaSetAvailable: ReplicaSet \"%s\" has"
                                                    + " successfully progressed.",
                                            setName("v1")));
            assertThat(deployments.condition("web", "Available"))
                    .isEqualTo(
                            "True MinimumReplicasAvailable: Deployment has minimum availability.");
            var counts = deployments.get("web").status();
            counts.remove("conditions");
            assertThat(counts)
                    .isEqualTo(
                            JsonMapper.shared()
                                    .readTree(
                                            """
                                            {"observedGeneration":1,"replicas":4,"updatedReplicas":4,
                                             "readyReplicas":4,"availableReplicas":4,
                                             "terminatingReplicas":0}
                                            """));
            assertThat(deployments.get("web").annotations())
                    .containsEntry("deployment.kubernetes.io/revision", "1");
        }

        @Test
        void passesThroughTheRecordedReasonsInOrder() throws InterruptedException {
            List<String> reasons = new ArrayList<>();
            try (Watch watch =
                    cluster.api().watch(Resources.DEPLOYMENTS, "", new WatchOptions("", "", ""))) {
                cluster.node().runOnly(pod -> false);
                deployments.create("web", 4, "");
                cluster.await(
                        () -> deployments.status("web").path("updatedReplicas").asInt(0) == 4);
                cluster.node().runOnly(pod -> true);
                deployments.awaitComplete("web");
                cluster.await(
                        () -> deployments.condition("web", "Progressing").contains("Available"));
                Optional<Watch.Event> event = watch.next(Duration.ZERO);
                while (event.isPresent()) {
                    for (var condition : event.get().object().status().path("conditions")) {
                        String reason = condition.path("reason").asString("");
                        if (!reasons.contains(reason)) {
                            reasons.add(reason);
                        }
                    }
                    event = watch.next(Duration.ZERO);
                }
            }

            assertThat(reasons)
                    .containsSubsequence(
                            "NewReplicaSetCreated",
                            "MinimumReplicasUnavailable",
                            "ReplicaSetUpdated",
                            "MinimumReplicasAvailable",
                            "NewReplicaSetAvailable");
        }

        @Test
        void isToldInEvents() {
            createComplete("web", 4);

            String set = setName("v1");
            cluster.await(
                    () -> cluster.events("Deployment", "web"),
                    events ->
                            assertThat(events)
                                    .containsExactly(
                                            "Normal ScalingReplicaSet Scaled up replica set "
                                                    + set
                                                    + " from 0 to 4"));
            cluster.await(
                    () -> cluster.events("ReplicaSet", set),
                    events ->
                            assertThat(events)
                                    .hasSize(4)
                                    .allMatch(event ->
                                            event.startsWith(
                                                    "Normal SuccessfulCreate Created pod: "
                                                            + set
                                                            + "-")));
        }

        @Test
        void countsPodsAsAvailableAfterMinReadySeconds() {
            deployments.create("web", 2, ",\"minReadySeconds\":30");
            cluster.await(() -> deployments.status("web").path("readyReplicas").asInt(0) == 2);
            assertThat(deployments.status("web").has("availableReplicas")).isFalse();

            cluster.pass(Duration.ofSeconds(31));

            deployments.awaitComplete("web");
            assertThat(
                            deployments
                                    .replicaSets("web")
                                    .getFirst()
                                    .spec()
                                    .path("minReadySeconds")
                                    .asInt())
                    .isEqualTo(30);
        }

        @Test
        void takesAnotherHashWhenOneIsTaken() {
            KubeObject probe = deployments.create("probe", 0, "");
            String hash =
                    TemplateHash.of(
                            JsonMapper.shared()
                                    .readTree(
                                            probe.spec()
                                                    .path("template")
                                                    .toString()
                                                    .replace("probe", "web")),
                            0);
            cluster.create(
                    Resources.REPLICA_SETS,
                    """
                    {"metadata":{"name":"web-%s","namespace":"default"},
                     "spec":{"replicas":0,"selector":{"matchLabels":{"app":"other"}},
                      "template":{"metadata":{"labels":{"app":"other"}},"spec":{}}}}
                    """
                            .formatted(hash));

            createComplete("web", 1);

            assertThat(deployments.status("web").path("collisionCount").asInt()).isEqualTo(1);
            assertThat(deployments.replicaSets("web").getFirst().name())
                    .isNotEqualTo("web-" + hash);
        }
    }

    @Nested
    class RollingUpdates {
        @Test
        void moveAllPodsToTheNewTemplate() {
            createComplete("web", 4);
            deployments.setImage("web", "v2");
            deployments.awaitComplete("web");

            assertThat(deployments.sizes("web")).isEqualTo(Map.of("v1", 0, "v2", 4));
            assertThat(Deployments.revision(deployments.get("web"))).isEqualTo(2);
            cluster.await(
                    () -> deployments.condition("web", "Progressing"),
                    text ->
                            assertThat(text)
                                    .isEqualTo(
                                            "True NewReplicaSetAvailable: ReplicaSet \"%s\" has"
                                                    + " successfully progressed.",
                                            setName("v2")));
        }

        @Test
        void neverLeaveTheBoundsOfSurgeAndAvailability() throws InterruptedException {
            createComplete("web", 4);
            String version = deployments.get("web").resourceVersion();
            deployments.setImage("web", "v2");
            deployments.awaitComplete("web");

            try (Watch watch =
                    cluster.api().watch(Resources.PODS, "default", WatchOptions.after(version))) {
                assertThat(lowestReady(watch, 4)).isGreaterThanOrEqualTo(3);
            }
            try (Watch watch =
                    cluster.api()
                            .watch(
                                    Resources.REPLICA_SETS,
                                    "default",
                                    WatchOptions.after(version))) {
                assertThat(highestWanted(watch)).isEqualTo(5);
            }
        }

        private static int lowestReady(Watch watch, int atFirst) throws InterruptedException {
            Set<String> ready = new HashSet<>();
            int lowest = atFirst;
            int gone = 0;
            Optional<Watch.Event> event = watch.next(Duration.ZERO);
            while (event.isPresent()) {
                KubeObject pod = event.get().object();
                boolean old = Deployments.image(wrap(pod)).equals("v1");
                if (old && pod.deletionTimestamp().isPresent() && ready.add("-" + pod.uid())) {
                    gone++;
                }
                if (!old && PodStates.isReady(pod) && ready.add(pod.uid())) {
                    gone--;
                }
                lowest = Math.min(lowest, atFirst - gone);
                event = watch.next(Duration.ZERO);
            }
            return lowest;
        }

        /// A pod in the shape of what carries a template.
        private static KubeObject wrap(KubeObject pod) {
            KubeObject carrier = pod.copy();
            carrier.spec().putObject("template").set("spec", pod.spec().deepCopy());
            return carrier;
        }

        private static int highestWanted(Watch watch) throws InterruptedException {
            Map<String, Integer> wanted = new HashMap<>();
            int highest = 0;
            Optional<Watch.Event> event = watch.next(Duration.ZERO);
            while (event.isPresent()) {
                KubeObject set = event.get().object();
                wanted.put(set.name(), set.spec().path("replicas").asInt());
                highest =
                        Math.max(
                                highest,
                                wanted.values().stream().mapToInt(Integer::intValue).sum());
                event = watch.next(Duration.ZERO);
            }
            return highest;
        }

        @Test
        void stopAtTheBoundsWhileTheNewPodsAreNotReady() {
            createComplete("web", 4);
            cluster.node().runOnly(pod -> Deployments.image(wrap(pod)).equals("v1"));
            deployments.setImage("web", "v2");

            cluster.await(() -> deployments.sizes("web").equals(Map.of("v1", 3, "v2", 2)));
            cluster.await(
                    () -> deployments.status("web"),
                    status -> {
                        assertThat(status.path("updatedReplicas").asInt()).isEqualTo(2);
                        assertThat(status.path("unavailableReplicas").asInt()).isEqualTo(2);
                    });
            assertThat(deployments.condition("web", "Available")).startsWith("True");
            cluster.await(
                    () -> cluster.events("Deployment", "web"),
                    events ->
                            assertThat(events)
                                    .contains(
                                            "Normal ScalingReplicaSet Scaled up replica set "
                                                    + setName("v2")
                                                    + " from 0 to 1",
                                            "Normal ScalingReplicaSet Scaled down replica set "
                                                    + setName("v1")
                                                    + " from 4 to 3",
                                            "Normal ScalingReplicaSet Scaled up replica set "
                                                    + setName("v2")
                                                    + " from 1 to 2"));
        }

        @Test
        void thatAreStuckExceedTheirDeadline() {
            deployments.create("web", 2, ",\"progressDeadlineSeconds\":10");
            deployments.awaitComplete("web");
            cluster.node().runOnly(pod -> false);
            deployments.setImage("web", "broken");
            cluster.await(() -> deployments.status("web").path("updatedReplicas").asInt(0) == 1);

            cluster.pass(Duration.ofSeconds(12));

            cluster.await(
                    () -> deployments.condition("web", "Progressing"),
                    text ->
                            assertThat(text)
                                    .isEqualTo(
                                            "False ProgressDeadlineExceeded: ReplicaSet \"%s\" has"
                                                    + " timed out progressing.",
                                            setName("broken")));
        }

        @Test
        void areUndoneByThePreviousTemplate() {
            createComplete("web", 4);
            deployments.setImage("web", "v2");
            deployments.awaitComplete("web");
            deployments.setImage("web", "v1");
            deployments.awaitComplete("web");

            KubeObject first = deployments.replicaSet("web", "v1");
            assertThat(first.annotations())
                    .containsEntry("deployment.kubernetes.io/revision", "3")
                    .containsEntry("deployment.kubernetes.io/revision-history", "1");
            assertThat(Deployments.revision(deployments.get("web"))).isEqualTo(3);
            assertThat(deployments.sizes("web")).isEqualTo(Map.of("v1", 4, "v2", 0));
        }

        @Test
        void forgetRevisionsBeyondTheLimit() {
            deployments.create("web", 1, ",\"revisionHistoryLimit\":1");
            deployments.awaitComplete("web");
            for (String image : List.of("v2", "v3")) {
                deployments.setImage("web", image);
                deployments.awaitComplete("web");
            }

            cluster.await(() -> deployments.sizes("web").equals(Map.of("v2", 0, "v3", 1)));
        }
    }

    @Nested
    class Scalings {
        @Test
        void reachThePodsAndTheAnnotations() {
            createComplete("web", 4);
            deployments.scale("web", 6);
            deployments.awaitComplete("web");
            assertThat(deployments.replicaSet("web", "v1").annotations())
                    .containsEntry("deployment.kubernetes.io/desired-replicas", "6")
                    .containsEntry("deployment.kubernetes.io/max-replicas", "8");

            deployments.scale("web", 3);
            deployments.awaitComplete("web");
            assertThat(deployments.activePods("web")).hasSize(3);
        }

        @Test
        void inTheMiddleOfARolloutAreShared() {
            createComplete("web", 10);
            cluster.node().runOnly(pod -> false);
            deployments.setImage("web", "v2");
            // 10 wanted, 3 more allowed, 2 may be missing: 8 old and 5 new.
            cluster.await(() -> deployments.sizes("web").equals(Map.of("v1", 8, "v2", 5)));
            deployments.scale("web", 20);

            // 25 allowed now; the larger grows from 8/13 to 8/13 of 25.
            cluster.await(() -> deployments.sizes("web").equals(Map.of("v1", 15, "v2", 10)));
        }
    }

    @Nested
    class Pauses {
        private void setPaused(boolean paused) {
            cluster.change(
                    Resources.DEPLOYMENTS, "web", object -> object.spec().put("paused", paused));
        }

        @Test
        void holdTheRollout() {
            createComplete("web", 3);
            setPaused(true);
            cluster.await(
                    () -> deployments.condition("web", "Progressing"),
                    text ->
                            assertThat(text)
                                    .isEqualTo("Unknown DeploymentPaused: Deployment is paused"));
            deployments.setImage("web", "v2");
            cluster.await(() -> !deployments.status("web").has("updatedReplicas"));
            assertThat(deployments.sizes("web")).isEqualTo(Map.of("v1", 3));

            setPaused(false);
            deployments.awaitComplete("web");
            assertThat(deployments.sizes("web")).isEqualTo(Map.of("v1", 0, "v2", 3));
        }

        @Test
        void letTheSizeChange() {
            createComplete("web", 1);
            setPaused(true);
            deployments.scale("web", 3);

            cluster.await(() -> deployments.activePods("web").size() == 3);
        }
    }

    @Nested
    class RecreateStrategy {
        @Test
        void startsTheNewPodsAfterTheOldHaveEnded() {
            deployments.create("web", 2, ",\"strategy\":{\"type\":\"Recreate\"}");
            deployments.awaitComplete("web");
            assertThat(deployments.replicaSet("web", "v1").annotations())
                    .containsEntry("deployment.kubernetes.io/max-replicas", "2");
            cluster.node().endOnly(pod -> false);
            deployments.setImage("web", "v2");
            cluster.await(() -> deployments.status("web").path("terminatingReplicas").asInt() == 2);
            assertThat(deployments.sizes("web")).isEqualTo(Map.of("v1", 0));
            assertThat(deployments.status("web").has("updatedReplicas")).isFalse();
            assertThat(deployments.condition("web", "Available"))
                    .isEqualTo(
                            "False MinimumReplicasUnavailable: Deployment does not have minimum"
                                    + " availability.");

            cluster.node().endOnly(pod -> true);
            deployments.awaitComplete("web");
            assertThat(deployments.sizes("web")).isEqualTo(Map.of("v1", 0, "v2", 2));
        }
    }

    @Nested
    class Refusals {
        @Test
        void ofPodsShowInConditionsAndEventsUntilTheyEnd() {
            for (int i = 0; i < 3; i++) {
                cluster.api()
                        .faults()
                        .failNext(
                                call ->
                                        call.verb().equals("create")
                                                && call.resource().equals(Resources.PODS),
                                StatusErrors.forbidden(
                                        Resources.PODS.groupResource(), "web-x", "no more pods"));
            }
            deployments.create("web", 1, "");
            cluster.await(
                    () -> deployments.condition("web", "ReplicaFailure"),
                    text ->
                            assertThat(text)
                                    .isEqualTo(
                                            "True FailedCreate: pods \"web-x\" is forbidden: no"
                                                    + " more pods"));

            deployments.awaitComplete("web");
            cluster.await(() -> deployments.condition("web", "ReplicaFailure").isEmpty());
            cluster.await(
                    () -> cluster.events("ReplicaSet", setName("v1")),
                    events ->
                            assertThat(events)
                                    .contains(
                                            "Warning FailedCreate Error creating: pods \"web-x\" is"
                                                    + " forbidden: no more pods"));
        }
    }

    @Nested
    class Deletion {
        private void delete(DeleteOptions.Propagation propagation) {
            cluster.api()
                    .delete(
                            new Api.ObjectRef(Resources.DEPLOYMENTS, "default", "web"),
                            DeleteOptions.defaults().withPropagation(propagation));
        }

        private boolean isGone() {
            return cluster.find(Resources.DEPLOYMENTS, "default", "web").isEmpty();
        }

        @Test
        void inTheBackgroundTakesReplicaSetsAndPodsAlong() {
            createComplete("web", 2);
            delete(DeleteOptions.Propagation.BACKGROUND);

            assertThat(isGone()).isTrue();
            cluster.await(() -> cluster.list(Resources.REPLICA_SETS).isEmpty());
            cluster.await(() -> cluster.list(Resources.PODS).isEmpty());
        }

        @Test
        void inTheForegroundWaitsForThePods() {
            createComplete("web", 2);
            cluster.node().endOnly(pod -> false);
            delete(DeleteOptions.Propagation.FOREGROUND);
            cluster.await(() -> deployments.activePods("web").isEmpty());
            assertThat(deployments.get("web").metadata().path("finalizers").toString())
                    .isEqualTo("[\"foregroundDeletion\"]");
            assertThat(cluster.list(Resources.REPLICA_SETS)).hasSize(1);

            cluster.node().endOnly(pod -> true);
            cluster.await(this::isGone);
            assertThat(cluster.list(Resources.REPLICA_SETS)).isEmpty();
            assertThat(cluster.list(Resources.PODS)).isEmpty();
        }

        @Test
        void thatOrphansLeavesTheReplicaSetToASuccessor() {
            createComplete("web", 2);
            List<String> pods = names();
            delete(DeleteOptions.Propagation.ORPHAN);
            cluster.await(this::isGone);
            assertThat(
                            cluster.list(Resources.REPLICA_SETS)
                                    .getFirst()
                                    .metadata()
                                    .has("ownerReferences"))
                    .isFalse();

            deployments.create("web", 2, "");
            deployments.awaitComplete("web");
            assertThat(names()).isEqualTo(pods);
            assertThat(Deployments.revision(deployments.get("web"))).isEqualTo(1);
        }

        private List<String> names() {
            return deployments.activePods("web").stream().map(KubeObject::name).toList();
        }
    }
}
