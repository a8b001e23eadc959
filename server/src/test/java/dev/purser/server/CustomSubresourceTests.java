package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.resource.Subresource;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.audit.AuditSettings;
import dev.purser.server.audit.Auditing;
import dev.purser.server.audit.Auditor;
import dev.purser.server.endpoint.CustomSubresource;
import dev.purser.server.endpoint.Exchange;
import dev.purser.wire.http.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// A part of the process answers `bells/ring` and `/gongs/ring`.
class CustomSubresourceTests {
    private static final String BELLS = "/apis/example.com/v1/namespaces/default/bells";
    private static final long PAUSE_NANOS = 10_000_000;
    private static final String JSON = "application/json";

    @TempDir private Path directory;
    private Auditor auditor;
    private TestingApiServer server;
    private HttpProbe http;

    /// Says what it was asked.
    private record Ring(GroupResource resource) implements CustomSubresource {
        @Override
        public Subresource subresource() {
            return new Subresource(
                    "ring", new GroupVersionKind("", "v1", "Status"), List.of("create"));
        }

        @Override
        public Answer answer(Exchange exchange) {
            byte[] body = exchange.request().body().readAll();
            if (body.length == 0) {
                throw new StatusException(
                        StatusReason.TOO_MANY_REQUESTS,
                        "later",
                        JsonNodeFactory.instance.objectNode().put("retryAfterSeconds", 7));
            }
            return Answer.text(
                    202,
                    "%s/%s by %s: %s"
                            .formatted(
                                    exchange.attributes().namespace(),
                                    exchange.attributes().name(),
                                    exchange.identity().name(),
                                    new String(body, StandardCharsets.UTF_8)));
        }
    }

    @BeforeEach
    void start() throws Exception {
        AuditSettings settings =
                new AuditSettings(
                        Optional.of(
                                Files.writeString(
                                        directory.resolve("policy.yaml"),
                                        """
                                        apiVersion: audit.k8s.io/v1
                                        kind: Policy
                                        rules: [{level: RequestResponse}]
                                        """)),
                        Optional.of(
                                new AuditSettings.Log(
                                        new AuditSettings.File(
                                                log(), 10, 0, 0, AuditSettings.Compression.NONE),
                                        AuditSettings.Mode.BLOCKING,
                                        1000,
                                        Optional.empty())),
                        Optional.empty());
        auditor = Auditing.open(settings, InstantSource.system(), new SecureRandom());
        server =
                TestingApiServer.start(
                        directory.resolve("pki"),
                        auditor,
                        List.of(
                                new Ring(new GroupResource("example.com", "bells")),
                                new Ring(new GroupResource("example.com", "gongs"))));
        http = new HttpProbe(server);
    }

    private Path log() {
        return directory.resolve("log/audit.log");
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        server.close();
        auditor.close();
    }

    private void define(String plural, String kind, String scope) {
        create(
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                """
                {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
                 "metadata":{"name":"%1$s.example.com"},
                 "spec":{"group":"example.com","scope":"%3$s",
                  "names":{"plural":"%1$s","kind":"%2$s"},
                  "versions":[{"name":"v1","served":true,"storage":true,
                    "schema":{"openAPIV3Schema":{"type":"object"}}}]}}
                """
                        .formatted(plural, kind, scope));
        while (http.get("/apis/example.com/v1/" + plural).status() != 200
                || !discovered().contains(plural + "/ring")) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private List<String> discovered() {
        return StreamSupport.stream(
                        http.get("/apis/example.com/v1").json().path("resources").spliterator(),
                        false)
                .map(resource -> resource.path("name").asString(""))
                .toList();
    }

    private void create(String path, String json) {
        HttpProbe.Reply reply = http.post(path, json, "Content-Type", JSON);
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    }

    private void mayRing(String user, String bell) {
        String roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/default/";
        create(
                roles + "roles",
                """
                {"metadata":{"name":"%s"},"rules":[{"apiGroups":["example.com"],
                 "resources":["bells/ring"],"resourceNames":["%s"],"verbs":["create"]}]}
                """
                        .formatted(user, bell));
        create(
                roles + "rolebindings",
                """
                {"metadata":{"name":"%1$s"},
                 "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"%1$s"},
                 "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"%1$s"}]}
                """
                        .formatted(user));
    }

    @Test
    void thePartGetsTheRequestAsItIs() {
        define("bells", "Bell", "Namespaced");

        HttpProbe.Reply reply = http.post(BELLS + "/big/ring", "not: [JSON", "Content-Type", "a/b");

        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.text()).isEqualTo("default/big by admin: not: [JSON");
    }

    @Test
    void resourcesWithoutNamespacesHaveThemToo() {
        define("gongs", "Gong", "Cluster");

        HttpProbe.Reply reply = http.post("/apis/example.com/v1/gongs/big/ring", "x");

        assertThat(reply.text()).isEqualTo("/big by admin: x");
        assertThat(
                        http.post("/apis/example.com/v1/namespaces/default/gongs/big/ring", "x")
                                .status())
                .isEqualTo(404);
    }

    @Test
    void discoveryShowsThemWhileTheyAreThere() {
        assertThat(http.post(BELLS + "/big/ring", "x").status()).isEqualTo(404);
        define("bells", "Bell", "Namespaced");

        assertThat(discovered()).containsExactly("bells", "bells/ring");
        http.delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/bells.example.com");
        while (http.post(BELLS + "/big/ring", "x").status() != 404) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    @Test
    void roleSaysByNameWhoMay() {
        define("bells", "Bell", "Namespaced");
        mayRing("quasimodo", "emmanuel");

        assertThat(http.post(BELLS + "/emmanuel/ring", "x", "Impersonate-User", "quasimodo").text())
                .isEqualTo("default/emmanuel by quasimodo: x");
        HttpProbe.Reply refused =
                http.post(BELLS + "/marie/ring", "x", "Impersonate-User", "quasimodo");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("message").asString())
                .startsWith(
                        "bells.example.com \"marie\" is forbidden: User \"quasimodo\" cannot"
                                + " create resource \"bells/ring\" in API group \"example.com\"");
        assertThat(http.post(BELLS + "/emmanuel/ring", "x", "Impersonate-User", "frollo").status())
                .isEqualTo(403);
    }

    @Test
    void otherVerbsAndOtherNamesAreRefused() {
        define("bells", "Bell", "Namespaced");

        assertThat(http.get(BELLS + "/big/ring").status()).isEqualTo(405);
        assertThat(http.put(BELLS + "/big/ring", "{}").status()).isEqualTo(405);
        assertThat(http.post(BELLS + "/big/toll", "{}").status()).isEqualTo(404);
    }

    @Test
    void refusalsAreStatusesWithTheirHeaders() {
        define("bells", "Bell", "Namespaced");

        HttpProbe.Reply reply = http.post(BELLS + "/big/ring", "");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("7");
        assertThat(reply.json().path("reason").asString()).isEqualTo("TooManyRequests");
    }

    @Test
    void theAuditLogHasTheRequestAndNotItsBody() throws IOException {
        define("bells", "Bell", "Namespaced");

        http.post(BELLS + "/big/ring", "{\"loud\":1}", "Audit-ID", "rung");

        JsonNode event =
                Files.readAllLines(log()).stream()
                        .<JsonNode>map(line -> JsonMapper.shared().readTree(line))
                        .filter(line -> line.path("auditID").asString("").equals("rung"))
                        .filter(line -> line.path("stage").asString("").equals("ResponseComplete"))
                        .findFirst()
                        .orElseThrow();
        assertThat(event.path("objectRef").path("subresource").asString()).isEqualTo("ring");
        assertThat(event.path("responseStatus").path("code").asInt()).isEqualTo(202);
        assertThat(event.toString()).doesNotContain("loud");
    }
}
