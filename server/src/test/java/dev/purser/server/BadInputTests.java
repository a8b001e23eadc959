package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.HttpProbe.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What no well-behaved client sends; all of it was once answered with a 500, or with more than it
/// should have been.
class BadInputTests {
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String JSON_PATCH = "application/json-patch+json";
    private static final String MERGE = "application/merge-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String CANARY = "Q0FOQVJZ";

    @TempDir static Path directory;

    private static TestingApiServer server;
    private static HttpProbe http;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        http = new HttpProbe(server);
        http.post(CONFIG_MAPS, "{\"metadata\":{\"name\":\"c\"}}");
        http.post(
                SECRETS,
                "{\"metadata\":{\"name\":\"s\"},\"data\":{\"k\":\"%s\"}}".formatted(CANARY));
    }

    @AfterAll
    static void stop() throws IOException {
        http.close();
        server.close();
    }

    @Nested
    class DeepNesting {
        @ParameterizedTest
        @ValueSource(ints = {300, 900, 20_000})
        void isRefusedInEveryFormat(int depth) {
            String objects = "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
            String lists = "[".repeat(depth) + "]".repeat(depth);
            for (String body : new String[] {objects, lists}) {
                assertBadRequest(http.post(CONFIG_MAPS, "{\"x\":" + body + "}"));
                assertBadRequest(http.post(CONFIG_MAPS, body, "Content-Type", "application/yaml"));
                assertBadRequest(http.patch(CONFIG_MAPS + "/c?fieldManager=m", APPLY, body));
                assertBadRequest(http.patch(CONFIG_MAPS + "/c", MERGE, body));
                assertBadRequest(http.patch(CONFIG_MAPS + "/c", STRATEGIC, body));
            }
        }

        @Test
        void upToTheLimitIsTakenInEveryFormat() {
            String unknown = "{\"x\":" + "[".repeat(245) + "]".repeat(245) + "}";
            assertThat(http.patch(CONFIG_MAPS + "/c", MERGE, unknown).status()).isEqualTo(200);
            assertThat(http.patch(CONFIG_MAPS + "/c", STRATEGIC, unknown).status()).isEqualTo(200);
            String whole = unknown.replace("{", "{\"metadata\":{\"generateName\":\"x\"},");
            assertThat(http.post(CONFIG_MAPS, whole).status()).isEqualTo(201);
            assertThat(http.post(CONFIG_MAPS, whole, "Content-Type", "application/yaml").status())
                    .isEqualTo(201);
        }

        private static void assertBadRequest(Reply reply) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().path("reason").asString()).isEqualTo("BadRequest");
        }
    }

    @Nested
    class ErrorsAboutSecrets {
        @Test
        void showNoStoredValueWhenAPatchedSecretCannotBeRead() {
            Reply merged = http.patch(SECRETS + "/s", MERGE, "{\"immutable\":5}");
            assertThat(merged.status()).isEqualTo(422);
            assertThat(merged.text())
                    .contains("cannot unmarshal number into Go struct field Secret.immutable")
                    .doesNotContain(CANARY);
            Reply json =
                    http.patch(
                            SECRETS + "/s",
                            JSON_PATCH,
                            "[{\"op\":\"add\",\"path\":\"/immutable\",\"value\":5}]");
            assertThat(json.status()).isEqualTo(422);
            assertThat(json.text()).doesNotContain(CANARY);
        }

        @Test
        void showNoValueThatWasSent() {
            Reply merged = http.patch(SECRETS + "/s", STRATEGIC, "{\"data\":\"CANARY\"}");
            assertThat(merged.status()).isEqualTo(422);
            Reply directive =
                    http.patch(
                            SECRETS + "/s",
                            STRATEGIC,
                            "{\"data\":{\"$patch\":\"x\",\"k\":\"CANARY\"}}");
            Reply applied =
                    http.patch(
                            SECRETS + "/s?fieldManager=m",
                            APPLY,
                            "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: CANARY}");
            assertThat(applied.json().path("message").asString())
                    .contains(".data: expected map, got");
            assertThat(merged.text() + directive.text() + applied.text()).doesNotContain("CANARY");
        }
    }

    @Test
    void brokenUtf8InPatchesIsReplaced() {
        byte[] broken = "{\"data\":{\"a\":\"\u00ff\"}}".getBytes(StandardCharsets.ISO_8859_1);
        Reply reply = http.patch(CONFIG_MAPS + "/c", MERGE, broken);
        assertThat(reply.json().at("/data/a").asString()).isEqualTo("\ufffd");
    }

    @Test
    void pathsAreOnlyUnescaped() {
        assertThat(missing("/a;b+c")).isEqualTo("configmaps \"a;b+c\" not found");
        assertThat(missing("/%FF")).isEqualTo("configmaps \"\ufffd\" not found");
    }

    private static String missing(String name) {
        Reply reply = http.get(CONFIG_MAPS + name);
        assertThat(reply.status()).isEqualTo(404);
        return reply.json().path("message").asString();
    }

    @Test
    void listsCannotGoOnInTheFuture() {
        String position = "{\"v\":\"meta.k8s.io/v1\",\"rv\":99999999,\"start\":\"x\\u0000\"}";
        String token =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
        Reply reply = http.get(CONFIG_MAPS + "?continue=" + token);
        assertThat(reply.status()).isEqualTo(504);
        assertThat(reply.json().path("message").asString())
                .startsWith("Timeout: Too large resource version: 99999999");
    }

    @Test
    void watchesOfNegativeTimeAreOverAtOnce() throws IOException, InterruptedException {
        try (BufferedReader events = http.stream(CONFIG_MAPS + "?watch=1&timeoutSeconds=-1")) {
            assertThat(events.readLine()).isNull();
        }
    }

    @Test
    void watchesOfEndlessTimeBegin() throws IOException, InterruptedException {
        String path = CONFIG_MAPS + "?watch=1&timeoutSeconds=" + Long.MAX_VALUE;
        try (BufferedReader events = http.stream(path)) {
            assertThat(events.readLine()).startsWith("{\"type\":\"ADDED\"");
        }
    }

    @Test
    void acceptHeadersWithoutATypeAreRefused() {
        assertThat(http.get(CONFIG_MAPS, "Accept", ";;;").status()).isEqualTo(406);
    }

    @Test
    void whatIsNoHttpIsAnsweredWithALineOfText() {
        try (HttpProbe old = new HttpProbe(server, HttpClient.Version.HTTP_1_1)) {
            Reply reply = old.get("/" + "a".repeat(70_000));
            assertThat(reply.status()).isEqualTo(414);
            assertThat(reply.text()).isEqualTo("414 URI Too Long");
        }
    }
}
