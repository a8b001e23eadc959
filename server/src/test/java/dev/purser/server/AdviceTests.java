package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.HttpProbe.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Warnings that teach, as clients get them.
class AdviceTests {
    private static final String SECRETS = "/api/v1/namespaces/default/secrets";

    @TempDir static Path directory;

    private static TestingApiServer server;
    private static HttpProbe http;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        http = new HttpProbe(server);
        http.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}");
    }

    @AfterAll
    static void stop() throws IOException {
        http.close();
        server.close();
    }

    private static String secret(String name) {
        return "{\"metadata\":{\"name\":\"%s\"},\"stringData\":{\"password\":\"hunter2\\n\"}}"
                .formatted(name);
    }

    private static List<String> warnings(Reply reply) {
        return reply.response().headers().allValues("Warning");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kubectl/v1.36.1 (linux/amd64) kubernetes/abcdef",
                "kubectl.exe/v1.36.1 (windows/amd64) kubernetes/abcdef",
                "Helm/4.0.1",
                "oc/4.20 (linux/amd64)",
                "k9s/v0.50",
                "curl/8.5.0"
            })
    void areGivenToPeople(String agent) {
        Reply reply = http.post(SECRETS + "?dryRun=All", secret("a"), "User-Agent", agent);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(warnings(reply))
                .singleElement()
                .asString()
                .startsWith("299 - \"data[password] ends in a newline")
                .endsWith("[secret-newline]\"")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "argocd-application-controller/v0.0.0 (linux/amd64)",
                "Go-http-client/2.0",
                "python-requests/2.32",
                "fabric8-kubernetes-client/7.4",
                "golden/1",
                "not-kubectl/1",
                "Mozilla/5.0"
            })
    void areNotGivenToPrograms(String agent) {
        Reply reply = http.post(SECRETS + "?dryRun=All", secret("a"), "User-Agent", agent);
        assertThat(reply.status()).isEqualTo(201);
        assertThat(warnings(reply)).isEmpty();
    }

    private static Reply patch(String path, String body) {
        return http.send(
                "PATCH",
                path,
                body.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/merge-patch+json",
                "User-Agent",
                "kubectl/v1.36.1");
    }

    @Test
    void areGivenForWhatAPatchChanged() {
        http.post(SECRETS, secret("patched"), "User-Agent", "kubectl/v1.36.1");
        String path = SECRETS + "/patched";
        assertThat(warnings(patch(path, "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}"))).isEmpty();
        assertThat(warnings(patch(path, "{\"stringData\":{\"password\":\"other\\n\"}}")))
                .hasSize(1);
    }

    @Test
    void areNotGivenForWhatIsRefused() {
        Reply reply = http.post(SECRETS, secret("Not_A_Name"), "User-Agent", "kubectl/v1.36.1");
        assertThat(reply.status()).isEqualTo(422);
        assertThat(warnings(reply)).isEmpty();
    }
}
