package dev.purser.controllers.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.controllers.testing.Cluster;
import dev.purser.controllers.testing.FakeAuthority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The controllers of certificates over time. Approvals, which ask the server who may what, are
/// tested with a whole server.
class CertificateControllersTests {
    private static final GroupVersionResource REQUESTS = SigningRequest.RESOURCE;
    private static final GroupVersionResource POD_REQUESTS =
            new GroupVersionResource("certificates.k8s.io", "v1", "podcertificaterequests");
    private static final GroupVersionResource BUNDLES =
            new GroupVersionResource("certificates.k8s.io", "v1", "clustertrustbundles");

    private Cluster cluster;

    @BeforeEach
    void start() {
        cluster = new Cluster().start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void request(String name, String spec, String conditions) {
        cluster.create(
                REQUESTS,
                """
                {"metadata":{"name":"%s"},"spec":{"request":"%s",
                 "signerName":"kubernetes.io/kube-apiserver-client",%s},
                 "status":{"conditions":[%s]}}
                """
                        .formatted(name, FakeAuthority.request("jane|dev||||"), spec, conditions));
    }

    private String condition(String type) {
        return "{\"type\":\"%s\",\"status\":\"True\",\"lastUpdateTime\":\"%s\"}"
                .formatted(type, cluster.timers().instant());
    }

    private Optional<KubeObject> find(String name) {
        return cluster.find(REQUESTS, "", name);
    }

    private String certificate(String name) {
        String encoded = find(name).orElseThrow().status().path("certificate").asString("");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({"null,PT8760H", "600,PT10M", "1,PT10M", "3600,PT1H", "99999999,PT8760H"})
    void signsForAsLongAsWanted(String seconds, String validity) {
        request(
                "jane",
                "\"expirationSeconds\":%s,\"usages\":[\"client auth\"]".formatted(seconds),
                condition("Approved"));

        cluster.awaitThat(() ->
                assertThat(certificate("jane"))
                        .isEqualTo("signed jane|dev|||| for " + validity + ": [client auth]"));
    }

    @Test
    void tellsWhyItDoesNotSign() {
        request("jane", "\"usages\":[\"server auth\"]", condition("Approved"));

        cluster.awaitThat(() -> {
            var conditions = find("jane").orElseThrow().status().path("conditions");
            assertThat(conditions).hasSize(2);
            assertThat(conditions.get(1).path("type").asString("")).isEqualTo("Failed");
            assertThat(conditions.get(1).path("reason").asString(""))
                    .isEqualTo("SignerValidationFailure");
            assertThat(conditions.get(1).path("message").asString(""))
                    .isEqualTo("invalid usage for client certificate: server auth");
        });
        assertThat(certificate("jane")).isEmpty();
    }

    @Test
    void signsNothingThatIsNotApprovedOrThatSomebodyDenied() {
        String usages = "\"usages\":[\"client auth\"]";
        request("pending", usages, "");
        request("denied", usages, condition("Approved") + "," + condition("Denied"));
        request("failed", usages, condition("Approved") + "," + condition("Failed"));
        request("good", usages, condition("Approved"));

        cluster.await(() -> !certificate("good").isEmpty());

        for (String other : List.of("pending", "denied", "failed")) {
            assertThat(certificate(other)).as(other).isEmpty();
        }
    }

    @Test
    void decidedRequestsGoAfterAnHourAndOthersAfterADay() {
        String usages = "\"usages\":[\"client auth\"]";
        request("issued", usages, condition("Approved"));
        request("denied", usages, condition("Denied"));
        request("pending", usages, "");
        cluster.create(
                REQUESTS,
                """
                {"metadata":{"name":"foreign"},"spec":{"signerName":"example.com/mine"},
                 "status":{"conditions":[%s]}}
                """
                        .formatted(condition("Approved")));
        cluster.await(() -> !certificate("issued").isEmpty());

        cluster.pass(Duration.ofMinutes(58));
        assertThat(cluster.list(REQUESTS)).hasSize(4);
        cluster.pass(Duration.ofMinutes(3));

        cluster.await(() -> find("issued").isEmpty() && find("denied").isEmpty());
        assertThat(find("pending")).isPresent();
        assertThat(find("foreign")).isPresent();
        cluster.pass(Duration.ofHours(24));
        cluster.await(() -> cluster.list(REQUESTS).isEmpty());
    }

    @Test
    void requestsOfPodsGoAfterAQuarterOfAnHour() {
        cluster.create(POD_REQUESTS, "{\"metadata\":{\"namespace\":\"default\",\"name\":\"p\"}}");
        cluster.pass(Duration.ofMinutes(14));
        assertThat(cluster.find(POD_REQUESTS, "default", "p")).isPresent();

        cluster.pass(Duration.ofMinutes(2));

        cluster.await(() -> cluster.find(POD_REQUESTS, "default", "p").isEmpty());
    }

    @Test
    void oneBundleHasTheCertificatesOfTheServer() {
        cluster.awaitThat(() -> {
            assertThat(cluster.list(BUNDLES)).hasSize(1);
            KubeObject bundle = cluster.list(BUNDLES).getFirst();
            assertThat(bundle.name())
                    .matches("kubernetes\\.io:kube-apiserver-serving:[0-9a-f]{24}");
            assertThat(bundle.spec().path("trustBundle").asString(""))
                    .isEqualTo(Cluster.CERTIFICATE);
        });
        String name = cluster.list(BUNDLES).getFirst().name();

        cluster.create(
                BUNDLES,
                """
                {"metadata":{"name":"kubernetes.io:kube-apiserver-serving:former"},
                 "spec":{"signerName":"kubernetes.io/kube-apiserver-serving","trustBundle":"x"}}
                """);
        cluster.await(
                () -> cluster.list(BUNDLES).stream().map(KubeObject::name).toList(),
                names -> assertThat(names).containsExactly(name));
        cluster.delete(BUNDLES, "", name);
        cluster.await(() -> cluster.find(BUNDLES, "", name).isPresent());
    }
}
