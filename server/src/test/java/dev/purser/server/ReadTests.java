package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.HttpProbe.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Lists and watches through the whole server, with the parameters that clients give them.
class ReadTests {
    private static final String PATH = "/api/v1/namespaces/default/configmaps";

    @TempDir static Path directory;

    private static TestingApiServer server;
    private static HttpProbe http;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        http = new HttpProbe(server);
        http.post("/api/v1/namespaces", "{\"metadata\":{\"name\":\"default\"}}");
        for (String name : new String[] {"a", "b", "c"}) {
            http.post(PATH, "{\"metadata\":{\"name\":\"%s\"}}".formatted(name));
        }
    }

    @AfterAll
    static void stop() throws IOException {
        http.close();
        server.close();
    }

    private static String message(String query, String... headers) {
        return http.get(PATH + query, headers).json().path("message").asString();
    }

    @Nested
    class Lists {
        @Test
        void ofAnyVersionHaveNoPages() {
            JsonNode list = http.get(PATH + "?limit=1&resourceVersion=0").json();
            assertThat(list.path("items").size()).isEqualTo(3);
            assertThat(list.path("metadata").has("continue")).isFalse();
        }

        @Test
        void thatCannotGoOnSayHowTheyCan() {
            // What a list of version 1 would have been given.
            String token = "eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MSwic3RhcnQiOiJhXHUwMDAwIn0";
            Reply gone = http.get(PATH + "?continue=" + token);
            assertThat(gone.status()).isEqualTo(410);
            String other = gone.json().at("/metadata/continue").asString();
            JsonNode rest = http.get(PATH + "?continue=" + other).json();
            assertThat(rest.path("items").size()).isEqualTo(2);
        }

        @ParameterizedTest
        @CsvSource({
            "?limit=, strconv.ParseInt: parsing \"\": invalid syntax",
            "?timeoutSeconds=x, strconv.ParseInt: parsing \"x\": invalid syntax",
            "?continue=x, invalid continue token: continue key is not valid: illegal base64 data at input byte 0",
            "?resourceVersion=1&resourceVersionMatch=Exact, The resourceVersion for the provided list is too old.",
        })
        void refuseWhatMakesNoSense(String query, String message) {
            assertThat(message(query)).isEqualTo(message);
        }

        @ParameterizedTest
        @CsvSource({
            "/api/v1/namespaces, metadata.namespace, field label not supported: metadata.namespace",
            "/api/v1/pods, status.podIPs, ''",
            "/api/v1/services, spec.clusterIP, ''",
            "/api/v1/configmaps, metadata.namespace, ''",
            "/apis/batch/v1/jobs, zz, 'field label \"zz\" not supported for Job'",
            "/apis/resource.k8s.io/v1/resourceslices, spec.pool.name, ''",
            "/apis/resource.k8s.io/v1/resourceslices, zz, 'field label not supported for resource.k8s.io/v1, Kind=ResourceSlice: zz'",
        })
        void canBeNarrowedByWhatTheKindOffers(String path, String field, String message) {
            Reply reply = http.get(path + "?fieldSelector=" + field + "%3D1");
            assertThat(reply.json().path("message").asString("")).isEqualTo(message);
        }

        @ParameterizedTest
        @CsvSource({
            "/apis/apps/v1/replicasets, status.replicas",
            "/api/v1/persistentvolumes, name",
            "/api/v1/persistentvolumeclaims, status.phase",
        })
        void offerNameAndNamespaceWhereTheKindOffersNothing(String path, String field) {
            Reply reply = http.get(path + "?fieldSelector=" + field + "%3D1");
            assertThat(reply.json().path("message").asString(""))
                    .isEqualTo(
                            "\"%s\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"",
                            field);
        }

        @Test
        void ofComponentsAreForObjectsCalledByTheirSingular() {
            Reply reply = http.get("/api/v1/componentstatuses/none");
            assertThat(reply.json().path("message").asString())
                    .isEqualTo("componentstatus \"none\" not found");
            assertThat(reply.json().at("/details/kind").asString()).isEqualTo("componentstatus");
        }

        @ParameterizedTest
        @ValueSource(strings = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"})
        void throughProxiesKnowEveryMethod(String method) {
            String pods = "/api/v1/namespaces/default/pods/none";

            assertThat(http.send(method, pods + "/proxy/a", new byte[0]).status()).isEqualTo(404);
        }

        @ParameterizedTest
        @ValueSource(strings = {"OPTIONS", "HEAD"})
        void ofObjectsDoNotKnowEveryMethod(String method) {
            String pods = "/api/v1/namespaces/default/pods/none";

            assertThat(http.send(method, pods, new byte[0]).status()).isEqualTo(405);
            assertThat(http.send(method, pods + "/log", new byte[0]).status()).isEqualTo(405);
        }

        @Test
        void refuseTablesOfWhatTheyCannotHold() {
            String table = "application/json;as=Table;g=meta.k8s.io;v=v1";
            assertThat(message("?includeObject=x", "Accept", table))
                    .startsWith("Unable to convert to Table as requested");
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/*", "application/*", "application/cbor"})
        void areNotSentInWhatTheRouterDoesNotKnow(String accept) {
            assertThat(message("", "Accept", accept)).startsWith("406: Not Acceptable");
        }
    }

    @Nested
    class Transformations {
        private static String as(String kind, String version) {
            return "application/json;as=%s;g=meta.k8s.io;v=%s".formatted(kind, version);
        }

        @Test
        void comeInTheVersionThatIsAskedFor() {
            JsonNode table = http.get(PATH, "Accept", as("Table", "v1beta1")).json();
            assertThat(table.path("apiVersion").asString()).isEqualTo("meta.k8s.io/v1beta1");
            assertThat(table.at("/rows/0/object/apiVersion").asString())
                    .isEqualTo("meta.k8s.io/v1beta1");
        }

        @Test
        void ofOneAreNotThoseOfMany() {
            assertThat(message("", "Accept", as("PartialObjectMetadata", "v1")))
                    .isEqualTo(
                            "you requested PartialObjectMetadata, but the requested object is a"
                                    + " list (*core.ConfigMapList)");
            assertThat(message("/a", "Accept", as("PartialObjectMetadataList", "v1")))
                    .isEqualTo(
                            "you requested PartialObjectMetadataList, but the requested object is"
                                    + " not a list (*core.ConfigMap)");
        }
    }

    @Nested
    class Watches {
        private static JsonNode first(String query) throws IOException, InterruptedException {
            try (BufferedReader lines = http.stream(PATH + "?watch=1" + query)) {
                return JsonMapper.shared().readTree(lines.readLine());
            }
        }

        @Test
        void cannotGoBackToBeforeTheServerWasReady() throws IOException, InterruptedException {
            JsonNode event = first("&resourceVersion=1");
            assertThat(event.path("type").asString()).isEqualTo("ERROR");
            assertThat(event.at("/object/message").asString())
                    .startsWith("too old resource version: 1 (");
        }

        @Test
        void ofTheFutureWithWhatThereIsNowFail() throws IOException, InterruptedException {
            JsonNode event =
                    first(
                            "&resourceVersion=99999999&sendInitialEvents=true"
                                    + "&resourceVersionMatch=NotOlderThan");
            assertThat(event.at("/object/code").asInt()).isEqualTo(504);
        }

        @Test
        void haveNoPages() {
            assertThat(message("?watch=1&continue=x"))
                    .contains("resourceVersionMatch is forbidden when continue is provided");
        }

        @Test
        void showHowAPodEndsBeforeItsEnd() throws IOException, InterruptedException {
            String pods = "/api/v1/namespaces/default/pods";
            http.post(
                    "/api/v1/namespaces/default/serviceaccounts",
                    "{\"metadata\":{\"name\":\"default\"}}");
            Reply made =
                    http.post(
                            pods,
                            "{\"metadata\":{\"name\":\"p\"},\"spec\":{\"containers\":[{\"name\":\"c\",\"image\":\"i\"}]}}");
            assertThat(made.status()).isEqualTo(201);
            http.delete(pods + "/p?gracePeriodSeconds=0");
            String version = made.json().at("/metadata/resourceVersion").asString();
            try (BufferedReader lines =
                    http.stream(pods + "?watch=1&timeoutSeconds=5&resourceVersion=" + version)) {
                JsonNode changed = JsonMapper.shared().readTree(lines.readLine());
                assertThat(changed.path("type").asString()).isEqualTo("MODIFIED");
                assertThat(changed.at("/object/metadata").has("deletionTimestamp")).isTrue();
                assertThat(JsonMapper.shared().readTree(lines.readLine()).path("type").asString())
                        .isEqualTo("DELETED");
            }
        }
    }

    @Nested
    class Metrics {
        @Test
        void countRequestsByWhatTheyAskedFor() {
            http.get(PATH + "/a");
            assertThat(http.get("/metrics").text())
                    .containsPattern(
                            "apiserver_request_total\\{component=\"apiserver\",group=\"\","
                                    + "resource=\"configmaps\",scope=\"resource\","
                                    + "subresource=\"\",verb=\"GET\",version=\"v1\","
                                    + "code=\"200\"\\} [1-9]")
                    .contains("apiserver_resource_objects{group=\"\",resource=\"configmaps\"} ")
                    .contains("process_start_time_seconds ");
        }

        @Test
        void holdNothingThatClientsMakeUp() {
            http.get("/api/v1/namespaces/default/madeup/x");
            http.get("/madeup");
            assertThat(http.get("/metrics").text()).doesNotContain("madeup");
        }
    }
}
