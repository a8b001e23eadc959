package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.client.node.NodeStreams.PodKey;
import dev.purser.client.node.NodeUsage;
import dev.purser.client.node.NodeUsage.Amount;
import dev.purser.client.node.NodeUsage.PodUsage;
import dev.purser.client.node.NodeUsage.Span;
import dev.purser.server.HttpProbe.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTests {
    private static final String METRICS = "/apis/metrics.k8s.io/v1beta1";
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private final AtomicReference<@Nullable NodeUsage> measured = new AtomicReference<>();
    private TestingApiServer server;
    private HttpProbe http;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        server =
                TestingApiServer.start(
                        directory, List.of(() -> Optional.ofNullable(measured.get())));
        http = new HttpProbe(server);
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        server.close();
    }

    private String create(String path, String body) {
        Reply made = http.post(path, body);
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().at("/metadata/uid").asString();
    }

    /// A pod of this name with one measured container, on a node of the same age.
    private void measure(String pod) {
        create("/api/v1/nodes", "{\"metadata\":{\"name\":\"vm\",\"labels\":{\"a\":\"b\"}}}");
        create(
                "/api/v1/namespaces/default/serviceaccounts",
                "{\"metadata\":{\"name\":\"default\"}}");
        String uid =
                create(
                        "/api/v1/namespaces/default/pods",
                        """
                        {"metadata":{"name":"%s","labels":{"app":"x"}},
                         "spec":{"containers":[{"name":"c","image":"i"}]}}
                        """
                                .formatted(pod));
        Span span = new Span(Instant.parse("2026-01-01T00:00:10.5Z"), Duration.ofMillis(10_020));
        PodKey key = new PodKey("default", pod, uid);
        measured.set(
                new NodeUsage(
                        "vm",
                        span,
                        new Amount(1_500_000_000L, 2048L * 1024),
                        List.of(
                                new PodUsage(
                                        key, span, Map.of("c", new Amount(2_000_001L, 4096))))));
    }

    @Nested
    class Reading {
        @Test
        void aPodsMetricsNameItsContainers() {
            measure("web");

            Reply reply = http.get(METRICS + "/namespaces/default/pods/web");

            assertThat(reply.json().path("kind").asString()).isEqualTo("PodMetrics");
            assertThat(reply.json().path("window").asString()).isEqualTo("10.02s");
            assertThat(reply.json().path("timestamp").asString()).isEqualTo("2026-01-01T00:00:10Z");
            assertThat(reply.json().at("/metadata/labels/app").asString()).isEqualTo("x");
            assertThat(reply.json().path("containers"))
                    .hasToString(
                            "[{\"name\":\"c\",\"usage\":{\"cpu\":\"2000001n\",\"memory\":\"4Ki\"}}]");
        }

        @Test
        void listsFollowSelectorsAndNamespaces() {
            measure("web");

            assertThat(http.get(METRICS + "/pods").json().path("items")).hasSize(1);
            assertThat(http.get(METRICS + "/pods?labelSelector=app%3Dy").json().path("items"))
                    .isEmpty();
            assertThat(
                            http.get(METRICS + "/pods?fieldSelector=metadata.name%3Dweb")
                                    .json()
                                    .path("items"))
                    .hasSize(1);
            assertThat(http.get(METRICS + "/namespaces/other/pods").json().path("items")).isEmpty();
            assertThat(http.get(METRICS + "/nodes?labelSelector=a").json().at("/items/0/usage/cpu"))
                    .hasToString("\"1500000000n\"");
        }

        @Test
        void tablesSumContainersUp() {
            measure("web");

            Reply reply = http.get(METRICS + "/pods", "Accept", TABLE);

            assertThat(reply.json().at("/rows/0/cells"))
                    .hasToString("[\"web\",\"2000001n\",\"4Ki\",\"10.02s\"]");
        }

        @Test
        void clientsThatPreferProtobufGetJson() {
            measure("web");

            Reply reply =
                    http.get(
                            METRICS + "/nodes",
                            "Accept",
                            "application/vnd.kubernetes.protobuf,application/json");

            assertThat(reply.header("Content-Type")).isEqualTo("application/json");
        }
    }

    @Nested
    class Refusals {
        @Test
        void nothingIsServedBeforeTheFirstMeasurement() {
            assertThat(http.get(METRICS + "/nodes").status()).isEqualTo(503);
        }

        @Test
        void aPodWithoutMeasurementIsNotFound() {
            measure("web");
            create(
                    "/api/v1/namespaces/default/pods",
                    """
                    {"metadata":{"name":"new"},"spec":{"containers":[{"name":"c","image":"i"}]}}
                    """);

            Reply reply = http.get(METRICS + "/namespaces/default/pods/new");

            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.json().path("message").asString())
                    .isEqualTo("podmetrics.metrics.k8s.io \"default/new\" not found");
        }

        @Test
        void metricsAreOnlyRead() {
            assertThat(http.delete(METRICS + "/nodes/vm").status()).isEqualTo(405);
            assertThat(http.get(METRICS + "/secrets").status()).isEqualTo(404);
        }
    }

    @Nested
    class Roles {
        @Test
        void viewersOfANamespaceMayReadItsMetrics() {
            Reply role =
                    http.get(
                            "/apis/rbac.authorization.k8s.io/v1/clusterroles/system:aggregated-metrics-reader");

            assertThat(role.json().at("/rules/0/apiGroups/0").asString())
                    .isEqualTo("metrics.k8s.io");
            assertThat(role.text()).contains("aggregate-to-view");
        }
    }

    @Nested
    class Discovery {
        @Test
        void namesTheGroup() {
            assertThat(http.get(METRICS).json().at("/resources/1/kind").asString())
                    .isEqualTo("PodMetrics");
            assertThat(http.get("/apis").text()).contains("metrics.k8s.io/v1beta1");
        }
    }
}
