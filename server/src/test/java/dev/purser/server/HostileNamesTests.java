package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.HttpProbe.Reply;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names and paths that try to be something else than a name. Texts are Kubernetes'.
class HostileNamesTests {
    private static final String SECRETS = "/api/v1/namespaces/default/secrets/";

    @TempDir static Path directory;

    private static TestingApiServer server;
    private static HttpProbe http;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        http = new HttpProbe(server);
        for (String namespace : new String[] {"default", "other"}) {
            http.post(
                    "/api/v1/namespaces", "{\"metadata\":{\"name\":\"%s\"}}".formatted(namespace));
        }
        http.post(
                "/api/v1/namespaces/other/secrets",
                "{\"metadata\":{\"name\":\"s\"},\"stringData\":{\"k\":\"found-it\"}}");
    }

    @AfterAll
    static void stop() throws IOException {
        http.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "%2e%2e | Name parameter invalid: \"..\": may not be '..'",
                ".. | Name parameter invalid: \"..\": may not be '..'",
                "%2e | Name parameter invalid: \".\": may not be '.'",
                "%252e%252e | Name parameter invalid: \"%2e%2e\": may not contain '%'",
                "a%252fb | Name parameter invalid: \"a%2fb\": may not contain '%'"
            })
    void thatAreNoPartOfAPathAreRefused(String name, String message) {
        for (Reply reply : new Reply[] {http.get(SECRETS + name), http.delete(SECRETS + name)}) {
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.json().path("message").asString()).isEqualTo(message);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a%0ab | secrets \"a\\nb\" not found",
                "a%0d%0aX-Evil:%201 | secrets \"a\\r\\nX-Evil: 1\" not found",
                "..%5c.. | secrets \"..\\\\..\" not found",
                "%E2%80%AE | secrets \"\\u202e\" not found",
                "a%22b | secrets \"a\\\"b\" not found"
            })
    void areQuotedInMessages(String name, String message) {
        Reply reply = http.get(SECRETS + name);
        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.json().path("message").asString()).isEqualTo(message);
        assertThat(reply.header("X-Evil")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SECRETS + "../../other/secrets/s",
                SECRETS + "..%2f..%2fother%2fsecrets%2fs",
                SECRETS + "%2e%2e/%2e%2e/other/secrets/s",
                SECRETS + "%2e%2e%2f%2e%2e%2fother%2fsecrets%2fs",
                "/api/v1/namespaces/default%2f..%2fother/secrets/s",
                "/api/v1/namespaces/%2e%2e/secrets/s",
                "/api/v1/namespaces/default/pods/../../other/secrets/s",
                "/api/v1/namespaces//secrets/s"
            })
    void leadToNoOtherNamespace(String path) {
        Reply reply = http.get(path);
        assertThat(reply.status()).isBetween(400, 499);
        assertThat(reply.text()).doesNotContain("Zm91bmQtaXQ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", "..data", "..2026_01_01", "a/b", "../a", "a\\u0000b", "a\\nb", ""})
    void ofKeysThatWouldBeOtherFilesAreRefused(String key) {
        String body =
                "{\"metadata\":{\"name\":\"k\"},\"data\":{\"%s\":\"dmFsdWU=\"}}".formatted(key);
        assertThat(http.post("/api/v1/namespaces/default/configmaps", body).status())
                .isEqualTo(422);
        assertThat(http.post("/api/v1/namespaces/default/secrets", body).status()).isEqualTo(422);
    }

    @Test
    void aNullByteIsRefused() {
        assertThat(http.get(SECRETS + "a%00").status()).isEqualTo(400);
    }
}
