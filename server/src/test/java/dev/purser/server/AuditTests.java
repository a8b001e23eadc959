package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.client.node.ConfigFeed;
import dev.purser.server.audit.AuditSettings;
import dev.purser.server.audit.Auditing;
import dev.purser.server.audit.Auditor;
import dev.purser.server.request.Identity;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AuditTests {
    private static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");
    private static final String EVERYTHING =
            """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules:
            - {level: None, users: ["system:apiserver"]}
            - {level: RequestResponse, omitManagedFields: true}
            """;
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String SECRET_PATH = "/api/v1/namespaces/default/secrets";
    private static final String VALUE = "hunter2-correct-horse";
    private static final String ENCODED =
            Base64.getEncoder().encodeToString(VALUE.getBytes(StandardCharsets.UTF_8));

    @TempDir private Path directory;
    private Auditor auditor;
    private TestingApiServer server;
    private HttpProbe http;

    private Path log() {
        return directory.resolve("log/audit.log");
    }

    private void start(String policy, AuditSettings.Mode mode) throws Exception {
        Path file = Files.writeString(directory.resolve("policy.yaml"), policy);
        start(Optional.of(file), mode);
    }

    private void start(Optional<Path> policy, AuditSettings.Mode mode) throws Exception {
        AuditSettings settings =
                new AuditSettings(
                        policy,
                        Optional.of(
                                new AuditSettings.Log(
                                        new AuditSettings.File(
                                                log(), 10, 0, 0, AuditSettings.Compression.NONE),
                                        mode,
                                        1000,
                                        Optional.empty())),
                        Optional.empty());
        auditor = Auditing.open(settings, InstantSource.system(), new SecureRandom());
        server = TestingApiServer.start(directory.resolve("pki"), auditor);
        http = new HttpProbe(server);
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        server.close();
        auditor.close();
    }

    private List<JsonNode> events(String id) throws IOException {
        return Files.readAllLines(log()).stream()
                .<JsonNode>map(line -> JsonMapper.shared().readTree(line))
                .filter(event -> event.path("auditID").asString().equals(id))
                .toList();
    }

    private JsonNode event(String id) throws IOException {
        return events(id).getLast();
    }

    private void made(String path, String object) {
        HttpProbe.Reply reply = http.post(path, object, "Content-Type", "application/json");
        assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    }

    private static String configMap(String name) {
        return """
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s"}, "data": {"k": "<v>"}}
        """
                .formatted(name);
    }

    @Test
    void bodiesFollowThePolicy() throws Exception {
        start(EVERYTHING, AuditSettings.Mode.BLOCKING);
        HttpProbe.Reply reply = http.post(CONFIG_MAPS, configMap("c"), "Audit-ID", "mine / 1");

        assertThat(reply.header("Audit-Id")).isEqualTo("mine / 1");
        JsonNode event = event("mine / 1");
        assertThat(event.path("level").asString()).isEqualTo("RequestResponse");
        assertThat(event.path("verb").asString()).isEqualTo("create");
        assertThat(event.path("user").path("username").asString()).isEqualTo("admin");
        assertThat(event.path("sourceIPs").path(0).asString()).isEqualTo("127.0.0.1");
        assertThat(event.path("objectRef").path("name").asString()).isEqualTo("c");
        assertThat(event.path("requestObject").path("data").path("k").asString()).isEqualTo("<v>");
        assertThat(event.path("responseObject").path("metadata").has("uid")).isTrue();
        assertThat(event.path("responseObject").path("metadata").has("managedFields")).isFalse();
        assertThat(event.path("annotations").path("authorization.k8s.io/decision").asString())
                .isEqualTo("allow");
        assertThat(Files.readString(log())).contains("\\u003cv\\u003e");
    }

    @Test
    void secretsAndTokensNeverReachTheLog() throws Exception {
        start(EVERYTHING, AuditSettings.Mode.BLOCKING);
        String secret =
                """
                {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "stringData": {"k": "%s"}}
                """
                        .formatted(VALUE);
        String[] json = {"Content-Type", "application/json", "Audit-ID", "created"};
        assertThat(http.post(SECRET_PATH, secret, json).status()).isEqualTo(201);
        for (String accept :
                List.of(
                        "application/json",
                        "application/yaml",
                        "application/vnd.kubernetes.protobuf",
                        "application/json;as=Table;v=v1;g=meta.k8s.io",
                        "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")) {
            assertThat(http.get(SECRET_PATH + "?includeObject=Object", "Accept", accept).status())
                    .isEqualTo(200);
        }
        for (String type :
                List.of("application/merge-patch+json", "application/strategic-merge-patch+json")) {
            String patch = "{\"stringData\": {\"l\": \"%s\"}}".formatted(VALUE);
            assertThat(http.patch(SECRET_PATH + "/s", type, patch).status()).isEqualTo(200);
        }
        http.patch(
                SECRET_PATH + "/s?fieldManager=m&force=true",
                "application/apply-patch+yaml",
                secret);
        http.patch(
                SECRET_PATH + "/s",
                "application/json-patch+json",
                "[{\"op\": \"test\", \"path\": \"/data/k\", \"value\": \"%s\"}]"
                        .formatted(ENCODED));
        http.put(SECRET_PATH + "/s", secret.replace("\"k\"", "\"k k\""));
        http.post(SECRET_PATH, "{\"data\": \"" + VALUE + "\"");
        http.post("/api/v1/namespaces/default/serviceaccounts", account());
        JsonNode token =
                http.post(
                                "/api/v1/namespaces/default/serviceaccounts/a/token",
                                "{\"apiVersion\": \"authentication.k8s.io/v1\", \"kind\": \"TokenRequest\", \"spec\": {}}")
                        .json();
        String issued = token.path("status").path("token").asString();
        http.post(
                "/apis/authentication.k8s.io/v1/tokenreviews?token=" + issued,
                """
                {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": "%s"}}
                """
                        .formatted(issued));

        assertThat(issued).hasSizeGreaterThan(100);
        String text = Files.readString(log());
        assertThat(text)
                .doesNotContain(VALUE)
                .doesNotContain(ENCODED.substring(2, 20))
                .doesNotContain(issued)
                .doesNotContain(TestingApiServer.ADMIN_TOKEN)
                .contains("token=redacted");
        assertThat(event("created").path("level").asString()).isEqualTo("Metadata");
        assertThat(
                        event("created")
                                .path("annotations")
                                .path("purser.dev/audit-level-limited")
                                .asString())
                .startsWith("the policy says RequestResponse");
        assertThat(text.lines().filter(line -> line.contains("\"secrets\"")))
                .hasSizeGreaterThan(10)
                .allMatch(line -> line.contains("\"level\":\"Metadata\""))
                .noneMatch(line -> line.contains("Object\":"));
    }

    private static String account() {
        return """
        {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "a"}}
        """;
    }

    @Test
    void whatPoliciesSayOfSecretsIsHiddenAndOfOthersShown() throws Exception {
        start(EVERYTHING, AuditSettings.Mode.BLOCKING);
        String policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolic";
        made(
                policies + "ies",
                """
                {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicy",
                 "metadata": {"name": "p"}, "spec": {
                  "matchConstraints": {"resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"],
                    "operations": ["CREATE"], "resources": ["secrets", "configmaps"]}]},
                  "validations": [{"expression": "false", "messageExpression": "'bad ' + object.data.k"}],
                  "auditAnnotations": [{"key": "said", "valueExpression": "string(object.data.k)"}]}}
                """);
        made(
                policies + "ybindings",
                """
                {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "ValidatingAdmissionPolicyBinding",
                 "metadata": {"name": "b"}, "spec": {"policyName": "p", "validationActions": ["Deny", "Audit"]}}
                """);

        HttpProbe.Reply refused = http.post(CONFIG_MAPS, configMap("c"), "Audit-ID", "c");
        http.post(
                SECRET_PATH,
                "{\"apiVersion\": \"v1\", \"kind\": \"Secret\", \"metadata\": {\"name\": \"s\"}, \"data\": {\"k\": \"%s\"}}"
                        .formatted(ENCODED),
                "Audit-ID",
                "s");

        assertThat(refused.status()).isEqualTo(422);
        JsonNode shown = event("c").path("annotations");
        assertThat(shown.path("p/said").asString()).isEqualTo("<v>");
        assertThat(shown.path("validation.policy.admission.k8s.io/validation_failure").asString())
                .isEqualTo(
                        "[{\"message\":\"bad \\u003cv\\u003e\",\"policy\":\"p\",\"binding\":\"b\",\"expressionIndex\":0,\"validationActions\":[\"Deny\",\"Audit\"]}]");
        JsonNode hidden = event("s");
        assertThat(hidden.path("annotations").path("p/said").asString()).isEqualTo("(hidden)");
        assertThat(hidden.path("responseStatus").path("message").asString())
                .endsWith("denied request: (hidden)");
        assertThat(Files.readString(log())).doesNotContain(ENCODED);
    }

    @Test
    void refusalsSayWhy() throws Exception {
        start(EVERYTHING, AuditSettings.Mode.BLOCKING);
        http.get(SECRET_PATH, "Impersonate-User", "carol", "Audit-ID", "forbidden");
        http.get(CONFIG_MAPS + "?timeout=soon", "Audit-ID", "unreadable");

        JsonNode forbidden = event("forbidden");
        assertThat(forbidden.path("impersonatedUser").path("username").asString())
                .isEqualTo("carol");
        assertThat(forbidden.path("responseStatus").path("code").asInt()).isEqualTo(403);
        assertThat(forbidden.path("annotations").path("authorization.k8s.io/decision").asString())
                .isEqualTo("forbid");
        JsonNode unreadable = event("unreadable");
        assertThat(unreadable.path("stage").asString()).isEqualTo("ResponseStarted");
        assertThat(unreadable.path("user").isEmpty()).isTrue();
        assertThat(unreadable.path("responseStatus").path("code").asInt()).isEqualTo(400);
    }

    @Test
    void watchesHaveABeginningAndAnEnd() throws Exception {
        start(EVERYTHING, AuditSettings.Mode.BLOCKING);
        http.post(CONFIG_MAPS, configMap("c"));
        try (BufferedReader watch =
                http.stream(
                        CONFIG_MAPS + "?watch=true&timeoutSeconds=1&resourceVersion=0",
                        "Audit-ID",
                        "w")) {
            assertThat(watch.readLine()).contains("ADDED");
            assertThat(events("w"))
                    .extracting(event -> event.path("stage").asString())
                    .containsExactly("ResponseStarted");
            while (watch.readLine() != null) {
                // Until the server ends it.
            }
        }

        assertThat(events("w"))
                .extracting(event -> event.path("stage").asString())
                .containsExactly("ResponseStarted", "ResponseComplete");
    }

    @Test
    void eachSecretThatANodeIsToldOfIsSeenUnderTheDefaultPolicy() throws Exception {
        start(Optional.empty(), AuditSettings.Mode.BLOCKING);
        String account =
                """
                {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}}
                """;
        made("/api/v1/namespaces/default/serviceaccounts", account);
        String pod =
                """
                {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"},
                 "spec": {"nodeName": "n1", "automountServiceAccountToken": false,
                          "imagePullSecrets": [{"name": "pull"}],
                          "containers": [{"name": "c", "image": "i:1"}]}}
                """;
        made("/api/v1/namespaces/default/pods", pod);
        Api node = server.api(Identity.of("system:node:n1", "system:nodes"));
        WatchOptions own = new WatchOptions("", ConfigFeed.selector("n1"), "");
        node.watch(ConfigFeed.RESOURCE, "", own).close();

        assertThat(Files.readString(log()))
                .contains(
                        "/api/v1/namespaces/default/secrets?fieldSelector=metadata.name%3Dpull\\u0026watch=true",
                        "\"username\":\"system:node:n1\"");
    }

    @Test
    void programsOfThisProcessAreSeenUnderTheDefaultPolicy() throws Exception {
        start(Optional.empty(), AuditSettings.Mode.BLOCKING);
        Api node = server.api(Identity.of("system:node:n1", "system:nodes"));
        Api controller = server.api(Identity.of("system:robot", Identity.MASTERS));
        http.post(CONFIG_MAPS, configMap("c"));
        assertThatThrownBy(() -> node.get(SECRETS, "default", "s"))
                .isInstanceOf(StatusException.class);
        try (Watch _ = controller.watch(SECRETS, "", WatchOptions.after(""))) {
            controller.get(new GroupVersionResource("", "v1", "configmaps"), "default", "c");
        }

        List<JsonNode> events =
                Files.readAllLines(log()).stream()
                        .<JsonNode>map(line -> JsonMapper.shared().readTree(line))
                        .filter(event ->
                                event.path("user")
                                        .path("username")
                                        .asString()
                                        .matches("system:(node:n1|robot)|admin"))
                        .toList();
        assertThat(events)
                .extracting(event ->
                        event.path("user").path("username").asString()
                                + " "
                                + event.path("verb").asString()
                                + " "
                                + event.path("requestURI").asString()
                                + " "
                                + event.path("stage").asString()
                                + " "
                                + event.path("responseStatus").path("code").asInt())
                .containsExactly(
                        "system:node:n1 get /api/v1/namespaces/default/secrets/s ResponseComplete 403",
                        "system:robot watch /api/v1/secrets?watch=true ResponseStarted 200");
        assertThat(events.getFirst().path("userAgent").asString()).isEqualTo("test");
    }

    @Test
    void strictModeRefusesWhileTheLogCannotBeWritten() throws Exception {
        Files.createDirectories(log().getParent());
        start(EVERYTHING, AuditSettings.Mode.BLOCKING_STRICT);
        Files.delete(log());
        Files.createSymbolicLink(log(), Path.of("/dev/full"));
        HttpProbe.Reply read = http.get(CONFIG_MAPS);
        HttpProbe.Reply refused = http.post(CONFIG_MAPS, configMap("c"));

        assertThat(read.status()).isEqualTo(500);
        assertThat(refused.status()).isEqualTo(500);
        assertThat(refused.text())
                .isEqualTo(
                        "Internal Server Error: \"%s\": failed to store audit event\n"
                                .formatted(CONFIG_MAPS));
        Files.delete(log());
        assertThat(http.get(CONFIG_MAPS + "/c").status()).isEqualTo(404);
        assertThat(http.post(CONFIG_MAPS, configMap("c")).status()).isEqualTo(201);
        assertThat(http.get("/metrics").text())
                .containsPattern("apiserver_audit_error_total\\{plugin=\"log\"\\} [1-9]")
                .containsPattern("apiserver_audit_requests_rejected_total [1-9]")
                .containsPattern("apiserver_audit_event_total [1-9]")
                .containsPattern(
                        "apiserver_audit_level_total\\{level=\"RequestResponse\"\\} [1-9]");
    }

    @Test
    void batchesAreWrittenAtTheEndAtTheLatest() throws Exception {
        start(EVERYTHING, AuditSettings.Mode.BATCH);
        for (int i = 0; i < 20; i++) {
            http.get(CONFIG_MAPS, "Audit-ID", "b" + i);
        }
        server.close();
        auditor.close();

        for (int i = 0; i < 20; i++) {
            assertThat(events("b" + i)).hasSize(1);
        }
    }
}
