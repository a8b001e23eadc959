package dev.purser.controllers.disruption;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.controllers.object.Resources;
import dev.purser.controllers.testing.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class DisruptionControllerTests {
    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
        cluster.createNode("n", "8", "8Gi");
        cluster.node().runOnly(pod -> !pod.name().startsWith("un"));
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void budget(String spec) {
        cluster.create(
                Resources.POD_DISRUPTION_BUDGETS,
                """
                {"metadata":{"namespace":"default","name":"b","generation":1},
                 "spec":{"selector":{"matchLabels":{"app":"x"}},%s}}
                """
                        .formatted(spec));
    }

    /// A pod that becomes ready, unless its name begins with `un`.
    private void pod(String name) {
        cluster.create(
                Resources.PODS,
                """
                {"metadata":{"namespace":"default","name":"%s","labels":{"app":"x"}},
                 "spec":{}}
                """
                        .formatted(name));
    }

    private JsonNode status() {
        return cluster.find(Resources.POD_DISRUPTION_BUDGETS, "default", "b")
                .orElseThrow()
                .json()
                .path("status");
    }

    private void awaitCounts(int healthy, int desired, int expected, int allowed) {
        cluster.awaitThat(() ->
                assertThat(
                                "%d %d %d %d"
                                        .formatted(
                                                status().path("currentHealthy").asInt(-1),
                                                status().path("desiredHealthy").asInt(-1),
                                                status().path("expectedPods").asInt(-1),
                                                status().path("disruptionsAllowed").asInt(-1)))
                        .isEqualTo("%d %d %d %d".formatted(healthy, desired, expected, allowed)));
    }

    @Test
    void aNumberIsOfThePodsThatAreThere() {
        pod("a");
        pod("b");
        pod("unready");

        budget("\"minAvailable\":1");

        awaitCounts(2, 1, 3, 1);
        assertThat(status().path("observedGeneration").asInt()).isEqualTo(1);
        assertThat(status().path("conditions").path(0).path("reason").asString())
                .isEqualTo("SufficientPods");
    }

    @Test
    void followsPodsThatBecomeUnhealthyOrGo() {
        pod("a");
        pod("b");
        budget("\"minAvailable\":1");
        awaitCounts(2, 1, 2, 1);

        cluster.delete(Resources.PODS, "default", "a");

        awaitCounts(1, 1, 1, 0);
        assertThat(status().path("conditions").path(0).path("reason").asString())
                .isEqualTo("InsufficientPods");
    }

    @Test
    void aPodThatIsAboutToGoCountsAsGone() {
        pod("a");
        pod("b");
        budget("\"minAvailable\":1");
        awaitCounts(2, 1, 2, 1);
        String now = cluster.timers().instant().toString();

        cluster.change(
                Resources.POD_DISRUPTION_BUDGETS,
                "b",
                budget -> budget.status().putObject("disruptedPods").put("a", now));

        awaitCounts(1, 1, 2, 0);
    }

    @Test
    void aShareOfPodsThatNobodyControlsCannotBeTold() {
        cluster.create(
                Resources.PODS,
                """
                {"metadata":{"namespace":"default","name":"odd","labels":{"app":"x"},
                  "ownerReferences":[{"apiVersion":"v1","kind":"Moon","name":"m","uid":"u","controller":true}]},
                 "spec":{}}
                """);
        budget("\"maxUnavailable\":\"50%\"");

        cluster.awaitThat(() ->
                assertThat(status().path("conditions").path(0).toString())
                        .contains("SyncFailed")
                        .contains("found no controllers for pod \\\"odd\\\""));
    }
}
