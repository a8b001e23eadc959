package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.HttpProbe.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Protobuf through the whole server: what clients send in it, and discovery in all its forms.
class ProtobufBodiesTests {
    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    private static final String PATH = "/api/v1/namespaces/default/configmaps";
    private static final String AGGREGATED = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

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

    private static Reply send(String method, String path, String hex) {
        return http.send(method, path, HexFormat.of().parseHex(hex), "Content-Type", PROTOBUF);
    }

    @Nested
    class Bodies {
        @ParameterizedTest
        @CsvSource({
            "'', empty data (<empty>)",
            "6b387300, empty body (6b387300)",
            "6b387300616263, unexpected EOF (6b387300616263)",
        })
        void thatAreNoObjectAreShown(String hex, String why) {
            assertThat(send("POST", PATH, hex).json().path("message").asString())
                    .isEqualTo(
                            "the object provided is unrecognized (must be of type ConfigMap): "
                                    + why);
        }

        @Test
        void mayLeaveOutTheKindThatTheUrlTells() {
            // The envelope holds nothing but the message, whose metadata has the name "q".
            Reply made = send("POST", PATH, "6b38730012050a030a0171");
            assertThat(made.status()).isEqualTo(201);
            assertThat(made.json().at("/metadata/name").asString()).isEqualTo("q");
        }

        @Test
        void mayBeOptionsOfADeletionOfTheMetaGroup() {
            http.post(PATH, "{\"metadata\":{\"name\":\"d\"}}");
            String type =
                    HexFormat.of()
                            .formatHex(
                                    "\n\u000emeta.k8s.io/v1\u0012\rDeleteOptions"
                                            .getBytes(StandardCharsets.US_ASCII));
            String envelope = "6b3873000a%02x%s1200".formatted(type.length() / 2, type);
            assertThat(send("DELETE", PATH + "/d", envelope).status()).isEqualTo(200);
        }
    }

    @Nested
    class Discovery {
        @ParameterizedTest
        @ValueSource(strings = {"/api", "/apis", "/api/v1", "/apis/apps", "/apis/apps/v1"})
        void hasAProtobufForm(String path) {
            Reply reply = http.get(path, "Accept", PROTOBUF);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.text()).startsWith("k8s");
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/json", "application/yaml", PROTOBUF})
        void isAggregatedInEveryFormat(String format) {
            Reply reply = http.get("/apis", "Accept", format + AGGREGATED);
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.header("Content-Type")).isEqualTo(format + AGGREGATED);
        }

        @Test
        void isAggregatedInNoEarlierVersion() {
            String earlier = "application/json" + AGGREGATED.replace("v2", "v2beta1");
            assertThat(http.get("/apis", "Accept", earlier).status()).isEqualTo(406);
            assertThat(
                            http.get("/apis", "Accept", earlier + ",application/json")
                                    .json()
                                    .path("kind")
                                    .asString())
                    .isEqualTo("APIGroupList");
        }

        @ParameterizedTest
        @CsvSource({"/api, 405", "/apis/apps/v1, 405", "/version, 405", "/apis, 200"})
        void isAskedForItsHead(String path, int status) {
            assertThat(http.send("HEAD", path, new byte[0]).status()).isEqualTo(status);
        }
    }
}
