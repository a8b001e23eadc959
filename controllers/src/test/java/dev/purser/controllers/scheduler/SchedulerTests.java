package dev.purser.controllers.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.object.Conditions;
import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Messages are those recorded from Kubernetes 1.37's scheduler.
class SchedulerTests {
    private static final String NOT_HELPFUL =
            " preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.";

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    /// @param spec further members of the spec with a leading comma, or nothing
    private void createPod(String name, String spec) {
        cluster.create(
                Resources.PODS,
                """
                {"metadata":{"name":"%s","namespace":"default"},
                 "spec":{"containers":[{"name":"c","image":"i"}]%s}}
                """
                        .formatted(name, spec));
    }

    private void createRequesting(String name, String cpu) {
        cluster.create(
                Resources.PODS,
                """
                {"metadata":{"name":"%s","namespace":"default"},
                 "spec":{"containers":[{"name":"c","image":"i",
                  "resources":{"requests":{"cpu":"%s"}}}]}}
                """
                        .formatted(name, cpu));
    }

    private void changeNode(String name, String field, String json) {
        KubeObject node = cluster.api().get(Resources.NODES, "", name);
        node.spec().set(field, JsonMapper.shared().readTree(json));
        cluster.api().update(Resources.NODES, node);
    }

    private KubeObject pod(String name) {
        return cluster.find(Resources.PODS, "default", name).orElseThrow();
    }

    private String nodeOf(String name) {
        return pod(name).spec().path("nodeName").asString("");
    }

    private void awaitNode(String pod, String node) {
        cluster.await(() -> nodeOf(pod).equals(node));
    }

    private void awaitMessage(String pod, String message) {
        cluster.await(
                () ->
                        Conditions.find(pod(pod).status(), "PodScheduled")
                                .map(condition -> condition.path("message").asString(""))
                                .orElse(""),
                text -> assertThat(text).isEqualTo(message));
    }

    @Nested
    class Binding {
        @Test
        void givesAPodItsNodeAndTellsSo() {
            cluster.createNode("n1", "2", "4Gi");
            createPod("a", "");

            awaitNode("a", "n1");
            cluster.await(
                    () -> cluster.events("Pod", "a"),
                    events ->
                            assertThat(events)
                                    .contains(
                                            "Normal Scheduled Successfully assigned default/a to"
                                                    + " n1"));
        }

        @Test
        void writesTheEventInTheNewerForm() {
            cluster.createNode("n1", "2", "4Gi");
            createPod("a", "");
            cluster.await(() -> !cluster.events("Pod", "a").isEmpty());

            KubeObject event =
                    cluster.list(Resources.EVENTS).stream()
                            .filter(candidate ->
                                    candidate
                                            .json()
                                            .path("reason")
                                            .asString("")
                                            .equals("Scheduled"))
                            .findFirst()
                            .orElseThrow();
            JsonNode json = event.json();
            assertThat(json.path("action").asString()).isEqualTo("Binding");
            assertThat(json.path("reportingComponent").asString()).isEqualTo("default-scheduler");
            assertThat(json.path("reportingInstance").asString())
                    .isEqualTo("default-scheduler-test");
            assertThat(json.path("eventTime").asString())
                    .matches("2026-01-01T00:00:\\d\\d\\.\\d{6}Z");
            assertThat(json.has("count")).isFalse();
        }

        @Test
        void spreadsOverEqualNodes() {
            cluster.createNode("n1", "4", "8Gi");
            cluster.createNode("n2", "4", "8Gi");
            for (int i = 0; i < 6; i++) {
                createRequesting("p" + i, "500m");
            }
            Map<String, Integer> perNode = new HashMap<>();
            for (int i = 0; i < 6; i++) {
                String name = "p" + i;
                cluster.await(() -> !nodeOf(name).isEmpty());
                perNode.merge(nodeOf(name), 1, Integer::sum);
            }

            assertThat(perNode).isEqualTo(Map.of("n1", 3, "n2", 3));
        }

        @Test
        void leavesPodsOfOtherSchedulersAlone() {
            cluster.createNode("n1", "2", "4Gi");
            createPod("theirs", ",\"schedulerName\":\"theirs\"");
            createPod("ours", "");

            awaitNode("ours", "n1");
            assertThat(nodeOf("theirs")).isEmpty();
        }

        @Test
        void honoursSelectorsAndRequiredAffinity() {
            cluster.createNode("n1", "2", "4Gi");
            cluster.createNode("n2", "2", "4Gi");
            createPod("byLabel", ",\"nodeSelector\":{\"kubernetes.io/hostname\":\"n2\"}");
            createPod(
                    "byAffinity",
                    """
                    ,"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":
                     {"nodeSelectorTerms":[{"matchExpressions":[
                      {"key":"kubernetes.io/hostname","operator":"NotIn","values":["n2"]}]}]}}}
                    """);

            awaitNode("byLabel", "n2");
            awaitNode("byAffinity", "n1");
        }
    }

    @Nested
    class Refusals {
        @Test
        void whenThereIsNoNode() {
            createPod("a", "");

            awaitMessage("a", "no nodes available to schedule pods");
            cluster.createNode("n1", "2", "4Gi");
            awaitNode("a", "n1");
        }

        @Test
        void byTaint() {
            cluster.createNode("n1", "2", "4Gi");
            changeNode(
                    "n1",
                    "taints",
                    "[{\"key\":\"dedicated\",\"value\":\"db\",\"effect\":\"NoSchedule\"}]");
            createPod("a", "");
            createPod(
                    "tolerant",
                    ",\"tolerations\":[{\"key\":\"dedicated\",\"value\":\"db\",\"effect\":\"NoSchedule\"}]");

            awaitMessage(
                    "a",
                    "0/1 nodes are available: 1 node(s) had untolerated taint(s)." + NOT_HELPFUL);
            awaitNode("tolerant", "n1");
        }

        @Test
        void byCordon() {
            cluster.createNode("n1", "2", "4Gi");
            changeNode("n1", "unschedulable", "true");
            createPod("a", "");

            awaitMessage(
                    "a", "0/1 nodes are available: 1 node(s) were unschedulable." + NOT_HELPFUL);
            changeNode("n1", "unschedulable", "false");
            awaitNode("a", "n1");
        }

        @Test
        void bySelector() {
            cluster.createNode("n1", "2", "4Gi");
            createPod("a", ",\"nodeSelector\":{\"disk\":\"fast\"}");

            awaitMessage(
                    "a",
                    "0/1 nodes are available: 1 node(s) didn't match Pod's node"
                            + " affinity/selector."
                            + NOT_HELPFUL);
        }

        @Test
        void byRequestsBeyondTheNode() {
            cluster.createNode("n1", "2", "4Gi");
            cluster.create(
                    Resources.PODS,
                    """
                    {"metadata":{"name":"a","namespace":"default"},
                     "spec":{"containers":[{"name":"c","image":"i","resources":{"requests":
                      {"cpu":"64","memory":"1Ti","example.com/gpu":"1"}}}]}}
                    """);

            awaitMessage(
                    "a",
                    "0/1 nodes are available: 1 Insufficient cpu, 1 Insufficient example.com/gpu, 1"
                            + " Insufficient memory."
                            + NOT_HELPFUL);
        }

        @Test
        void byRequestsBeyondWhatIsLeftUntilAPodEnds() {
            cluster.createNode("n1", "2", "4Gi");
            createRequesting("first", "1500m");
            awaitNode("first", "n1");
            createRequesting("second", "1");

            awaitMessage(
                    "second",
                    "0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are"
                            + " available: 1 No preemption victims found for incoming pod.");
            cluster.delete(Resources.PODS, "default", "first");
            awaitNode("second", "n1");
        }

        @Test
        void byHostPorts() {
            cluster.createNode("n1", "2", "4Gi");
            String port =
                    """
                    {"metadata":{"name":"%s","namespace":"default"},
                     "spec":{"containers":[{"name":"c","image":"i",
                      "ports":[{"containerPort":80,"hostPort":8080,"protocol":"TCP"}]}]}}
                    """;
            cluster.create(Resources.PODS, port.formatted("first"));
            awaitNode("first", "n1");
            cluster.create(Resources.PODS, port.formatted("second"));

            awaitMessage(
                    "second",
                    "0/1 nodes are available: 1 node(s) didn't have free ports for the requested"
                            + " pod ports. preemption: 0/1 nodes are available: 1 No preemption"
                            + " victims found for incoming pod.");
        }

        @Test
        void byDifferentReasonsAreCounted() {
            cluster.createNode("n1", "2", "4Gi");
            cluster.createNode("n2", "2", "4Gi");
            cluster.createNode("n3", "1", "4Gi");
            changeNode("n1", "taints", "[{\"key\":\"dedicated\",\"effect\":\"NoSchedule\"}]");
            changeNode("n2", "unschedulable", "true");
            createRequesting("a", "64");

            awaitMessage(
                    "a",
                    "0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated"
                            + " taint(s), 1 node(s) were unschedulable. preemption: 0/3 nodes are"
                            + " available: 3 Preemption is not helpful for scheduling.");
        }

        @Test
        void haveTheConditionAndEventOfKubernetes() {
            createPod("a", "");
            awaitMessage("a", "no nodes available to schedule pods");

            JsonNode condition = Conditions.find(pod("a").status(), "PodScheduled").orElseThrow();
            assertThat(condition.path("status").asString()).isEqualTo("False");
            assertThat(condition.path("reason").asString()).isEqualTo("Unschedulable");
            assertThat(condition.path("lastProbeTime").isNull()).isTrue();
            assertThat(condition.path("observedGeneration").asInt()).isEqualTo(1);
            cluster.await(
                    () -> cluster.events("Pod", "a"),
                    events ->
                            assertThat(events)
                                    .containsExactly(
                                            "Warning FailedScheduling no nodes available to"
                                                    + " schedule pods"));
        }
    }

    @Nested
    class Demands {
        private static String requested(String spec, String resource) {
            JsonNode json = JsonMapper.shared().readTree("{\"spec\":" + spec + "}");
            return PodDemand.of(KubeObject.of((ObjectNode) json))
                    .requested()
                    .get(resource)
                    .toString();
        }

        @Test
        void areTheSumOfContainersOrTheLargestInitContainer() {
            String spec =
                    """
                    {"containers":[{"resources":{"requests":{"cpu":"1","memory":"1Gi"}}},
                      {"resources":{"requests":{"cpu":"500m"}}}],
                     "initContainers":[{"resources":{"requests":{"cpu":"2","memory":"512Mi"}}}]}
                    """;

            assertThat(requested(spec, "cpu")).isEqualTo("2");
            assertThat(requested(spec, "memory")).isEqualTo("1Gi");
        }

        @Test
        void countSidecarsBesideAllThatFollow() {
            String spec =
                    """
                    {"containers":[{"resources":{"requests":{"cpu":"1"}}}],
                     "initContainers":[
                      {"restartPolicy":"Always","resources":{"requests":{"cpu":"1"}}},
                      {"resources":{"requests":{"cpu":"3"}}}]}
                    """;

            assertThat(requested(spec, "cpu")).isEqualTo("4");
        }
    }
}
