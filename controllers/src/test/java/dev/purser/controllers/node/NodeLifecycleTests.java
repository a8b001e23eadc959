package dev.purser.controllers.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.time.Timestamps;
import dev.purser.controllers.object.Conditions;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class NodeLifecycleTests {
    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
        cluster.createNode("n1", "2", "4Gi");
        awaitEvent("Normal RegisteredNode Node n1 event: Registered Node n1 in Controller");
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void awaitEvent(String text) {
        cluster.await(
                () -> cluster.events("Node", "n1"), events -> assertThat(events).contains(text));
    }

    private KubeObject node() {
        return cluster.find(Resources.NODES, "", "n1").orElseThrow();
    }

    private String condition(String type) {
        return Conditions.find(node().status(), type)
                .map(condition ->
                        "%s %s: %s"
                                .formatted(
                                        condition.path("status").asString(""),
                                        condition.path("reason").asString(""),
                                        condition.path("message").asString("")))
                .orElse("");
    }

    private List<String> taints() {
        return StreamSupport.stream(node().spec().path("taints").spliterator(), false)
                .map(taint ->
                        taint.path("key").asString("") + ":" + taint.path("effect").asString(""))
                .toList();
    }

    private void renewLease() {
        String now = Timestamps.micros(cluster.timers().instant());
        var lease = cluster.find(Resources.LEASES, "kube-node-lease", "n1");
        if (lease.isEmpty()) {
            cluster.create(
                    Resources.LEASES,
                    """
                    {"metadata":{"name":"n1","namespace":"kube-node-lease"},
                     "spec":{"renewTime":"%s"}}
                    """
                            .formatted(now));
        } else {
            lease.get().spec().put("renewTime", now);
            cluster.api().update(Resources.LEASES, lease.get());
        }
    }

    @Nested
    class Silence {
        @Test
        void makesConditionsUnknownAndKeepsPodsAway() {
            cluster.pass(Duration.ofSeconds(51));

            cluster.await(
                    () -> condition("Ready"),
                    text ->
                            assertThat(text)
                                    .isEqualTo(
                                            "Unknown NodeStatusUnknown: Kubelet stopped posting"
                                                    + " node status."));
            assertThat(condition("MemoryPressure"))
                    .isEqualTo("Unknown NodeStatusNeverUpdated: Kubelet never posted node status.");
            cluster.await(
                    () -> taints().equals(List.of("node.kubernetes.io/unreachable:NoSchedule")));
            awaitEvent("Normal NodeNotReady Node n1 status is now: NodeNotReady");
        }

        @Test
        void isBrokenByLeases() {
            for (int i = 0; i < 12; i++) {
                renewLease();
                cluster.await(cluster.api()::isQuiet);
                cluster.pass(Duration.ofSeconds(10));
            }

            assertThat(condition("Ready")).startsWith("True");
        }

        @Test
        void endsWhenTheNodeReportsAgain() {
            cluster.pass(Duration.ofSeconds(51));
            cluster.await(() -> taints().size() == 1);
            KubeObject node = node();
            for (JsonNode condition : node.status().path("conditions")) {
                if (condition.path("type").asString("").equals("Ready")) {
                    ((ObjectNode) condition)
                            .put("status", "True")
                            .put("lastHeartbeatTime", "2026-01-01T00:01:00Z");
                }
            }
            cluster.patchStatus(Resources.NODES, "", "n1", node.status());

            cluster.await(this::noTaintsWhileTimePasses);
        }

        /// A write that lost against another is tried again only as time passes.
        private boolean noTaintsWhileTimePasses() {
            cluster.pass(Duration.ofMillis(20));
            return taints().isEmpty();
        }
    }

    @Nested
    class Cordons {
        @Test
        void becomeTaints() {
            KubeObject node = node();
            node.spec().put("unschedulable", true);
            cluster.api().update(Resources.NODES, node);

            cluster.await(
                    () -> taints().equals(List.of("node.kubernetes.io/unschedulable:NoSchedule")));
            assertThat(node().spec().path("taints").path(0).has("timeAdded")).isTrue();
            KubeObject cordoned = node();
            cordoned.spec().remove("unschedulable");
            cluster.api().update(Resources.NODES, cordoned);
            cluster.await(() -> taints().isEmpty());
        }
    }

    @Nested
    class Removal {
        private void createPodOnNode() {
            cluster.create(
                    Resources.PODS,
                    """
                    {"metadata":{"name":"p","namespace":"default"},
                     "spec":{"containers":[{"name":"c","image":"i"}]}}
                    """);
            cluster.await(() -> phase().equals("Running"));
        }

        private String phase() {
            return cluster.find(Resources.PODS, "default", "p")
                    .map(pod -> pod.status().path("phase").asString(""))
                    .orElse("");
        }

        @Test
        void ofANodeTakesItsPodsAfterAWhile() {
            createPodOnNode();
            cluster.delete(Resources.NODES, "", "n1");
            awaitEvent("Normal RemovingNode Node n1 event: Removing Node n1 from Controller");
            cluster.pass(Duration.ofSeconds(39));
            assertThat(phase()).isEqualTo("Running");

            cluster.pass(Duration.ofSeconds(2));
            cluster.await(() -> cluster.find(Resources.PODS, "default", "p").isEmpty());
        }

        @Test
        void ofANodeThatComesBackSparesItsPods() {
            createPodOnNode();
            cluster.delete(Resources.NODES, "", "n1");
            awaitEvent("Normal RemovingNode Node n1 event: Removing Node n1 from Controller");
            cluster.createNode("n1", "2", "4Gi");
            cluster.pass(Duration.ofSeconds(60));
            cluster.createNode("n2", "2", "4Gi");
            cluster.await(() -> !cluster.events("Node", "n2").isEmpty());

            assertThat(phase()).isEqualTo("Running");
        }
    }
}
