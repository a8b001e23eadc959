package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.HttpProbe.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ApiServerTests {
    private static final String MERGE = "application/merge-patch+json";

    @TempDir static Path directory;

    private static TestingApiServer server;
    private static HttpProbe http;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        http = new HttpProbe(server);
    }

    @AfterAll
    static void stop() throws IOException {
        http.close();
        server.close();
    }

    /// A namespace of a test's own; returns the path of its ConfigMaps.
    private static String configMaps(String namespace) {
        Reply made =
                http.post(
                        "/api/v1/namespaces",
                        "{\"metadata\":{\"name\":\"%s\"}}".formatted(namespace));
        assertThat(made.status()).isEqualTo(201);
        return "/api/v1/namespaces/" + namespace + "/configmaps";
    }

    private static Reply make(String path, String name) {
        Reply made = http.post(path, "{\"metadata\":{\"name\":\"%s\"}}".formatted(name));
        assertThat(made.status()).isEqualTo(201);
        return made;
    }

    private static String version(Reply reply) {
        return reply.json().at("/metadata/resourceVersion").asString();
    }

    @Nested
    class WebSockets {
        @Test
        void carryAWatchAsOneMessageForEachEvent() throws InterruptedException {
            String path = configMaps("sockets");
            make(path, "first");

            try (HttpProbe.Messages messages = http.messages(path + "?watch=true")) {
                assertThat(messages.next())
                        .contains("\"type\":\"ADDED\"")
                        .contains("\"name\":\"first\"");
                make(path, "second");
                assertThat(messages.next())
                        .contains("\"type\":\"ADDED\"")
                        .contains("\"name\":\"second\"");
            }
        }
    }

    @Nested
    class Documents {
        @Test
        void reportHealthCheckByCheck() {
            assertThat(http.get("/readyz").text()).isEqualTo("ok");
            assertThat(http.get("/readyz?verbose").text())
                    .startsWith("[+]ping ok\n")
                    .endsWith("readyz check passed\n");
        }

        @Test
        void areNotSentAgainToWhoeverHasThem() {
            String accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
            Reply first = http.get("/apis", "Accept", accept);
            assertThat(first.json().path("kind").asString()).isEqualTo("APIGroupDiscoveryList");
            Reply second =
                    http.get("/apis", "Accept", accept, "If-None-Match", first.header("ETag"));
            assertThat(second.status()).isEqualTo(304);
            assertThat(second.text()).isEmpty();
        }
    }

    @Nested
    class Paths {
        @Test
        void ofUnknownResourcesAreAnsweredWithAStatus() {
            Reply reply = http.get("/api/v1/nothings");
            assertThat(reply.status()).isEqualTo(404);
            assertThat(reply.json().path("message").asString())
                    .isEqualTo("the server could not find the requested resource");
        }

        @Test
        void withoutTheVerbAreAnsweredWith405() {
            assertThat(http.delete("/api/v1/configmaps").status()).isEqualTo(405);
        }

        @Test
        void outsideTheApiAreAnsweredWithText() {
            assertThat(http.get("/nothing").text()).isEqualTo("404 page not found\n");
        }
    }

    @Nested
    class Bodies {
        @Test
        void largerThanThreeMebibytesAreRefused() {
            Reply reply =
                    http.post(
                            "/api/v1/namespaces/default/configmaps",
                            "{\"data\":{\"k\":\"" + "x".repeat(3 * 1024 * 1024) + "\"}}");
            assertThat(reply.status()).isEqualTo(413);
            assertThat(reply.json().path("message").asString())
                    .isEqualTo("Request entity too large: limit is 3145728");
        }

        @Test
        void withUnknownFieldsAreWarnedAbout() {
            Reply reply =
                    http.post(
                            "/api/v1/namespaces/default/configmaps?dryRun=All",
                            "{\"metadata\":{\"name\":\"x\"},\"colour\":\"red\"}");
            assertThat(reply.status()).isEqualTo(201);
            assertThat(reply.header("Warning")).isEqualTo("299 - \"unknown field \\\"colour\\\"\"");
        }
    }

    @Nested
    class Writes {
        @Test
        void makeANameOfAPrefix() {
            String path = configMaps("prefixes");
            Reply made = http.post(path, "{\"metadata\":{\"generateName\":\"made-\"}}");
            assertThat(made.json().at("/metadata/name").asString())
                    .matches("made-[bcdfghjklmnpqrstvwxz2456789]{5}");
        }

        @Test
        void thatChangeNothingKeepTheVersion() {
            String path = configMaps("unchanged");
            Reply made = make(path, "same");
            Reply again = http.put(path + "/same", "{\"metadata\":{\"name\":\"same\"}}");
            assertThat(version(again)).isEqualTo(version(made));
        }

        @Test
        void withAnOldVersionAreConflicts() {
            String path = configMaps("versions");
            String old = version(make(path, "x"));
            http.patch(path + "/x", MERGE, "{\"data\":{\"a\":\"1\"}}");
            Reply late =
                    http.put(
                            path + "/x",
                            "{\"metadata\":{\"name\":\"x\",\"resourceVersion\":\"%s\"}}"
                                    .formatted(old));
            assertThat(late.status()).isEqualTo(409);
            assertThat(late.json().path("message").asString())
                    .isEqualTo(
                            "Operation cannot be fulfilled on configmaps \"x\": the object has been"
                                    + " modified; please apply your changes to the latest version"
                                    + " and try again");
        }

        @Test
        void thatAreOnlyTriedLeaveNothing() {
            String path = configMaps("dry");
            Reply tried = http.post(path + "?dryRun=All", "{\"metadata\":{\"name\":\"x\"}}");
            assertThat(tried.status()).isEqualTo(201);
            assertThat(tried.json().at("/metadata").has("resourceVersion")).isFalse();
            assertThat(http.get(path + "/x").status()).isEqualTo(404);
        }

        @Test
        void ofAllManagersAreKeptApart() {
            String path = configMaps("owners");
            http.patch(
                    path + "/x?fieldManager=one",
                    "application/apply-patch+yaml",
                    "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {a: one}}");
            Reply conflict =
                    http.patch(
                            path + "/x?fieldManager=two",
                            "application/apply-patch+yaml",
                            "{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {a: two}}");
            assertThat(conflict.status()).isEqualTo(409);
            assertThat(conflict.json().path("message").asString())
                    .isEqualTo("Apply failed with 1 conflict: conflict with \"one\": .data.a");
        }
    }

    @Nested
    class Deletions {
        @Test
        void waitForFinalizers() {
            String path = configMaps("finalizers");
            http.post(
                    path, "{\"metadata\":{\"name\":\"held\",\"finalizers\":[\"example.com/x\"]}}");
            Reply deleted = http.delete(path + "/held");
            assertThat(deleted.json().at("/metadata/deletionTimestamp").isString()).isTrue();
            assertThat(http.get(path + "/held").status()).isEqualTo(200);
            http.patch(path + "/held", MERGE, "{\"metadata\":{\"finalizers\":null}}");
            assertThat(http.get(path + "/held").status()).isEqualTo(404);
        }

        @Test
        void ofNamespacesEndWhenTheirFinalizersAreTakenAway() {
            configMaps("ending");
            String path = "/api/v1/namespaces/ending";
            http.delete(path);
            assertThat(http.get(path).json().at("/status/phase").asString())
                    .isEqualTo("Terminating");
            http.put(path + "/finalize", "{\"metadata\":{\"name\":\"ending\"},\"spec\":{}}");
            assertThat(http.get(path).status()).isEqualTo(404);
        }

        @Test
        void ofCollectionsTakeWhatTheSelectorChooses() {
            String path = configMaps("collections");
            http.post(path, "{\"metadata\":{\"name\":\"a\",\"labels\":{\"k\":\"1\"}}}");
            http.post(path, "{\"metadata\":{\"name\":\"b\",\"labels\":{\"k\":\"2\"}}}");
            http.delete(path + "?labelSelector=k%3D1");
            assertThat(http.get(path + "/a").status()).isEqualTo(404);
            assertThat(http.get(path + "/b").status()).isEqualTo(200);
        }
    }

    @Nested
    class Lists {
        @Test
        void showOneMomentOverAllPages() {
            String path = configMaps("pages");
            List.of("a", "b", "c").forEach(name -> make(path, name));
            Reply first = http.get(path + "?limit=2");
            assertThat(first.json().at("/metadata/remainingItemCount").asInt()).isEqualTo(1);
            http.delete(path + "/c");
            make(path, "d");
            String token = first.json().at("/metadata/continue").asString();
            Reply second = http.get(path + "?limit=2&continue=" + token);
            assertThat(names(first)).containsExactly("a", "b");
            assertThat(names(second)).containsExactly("c");
            assertThat(second.json().path("metadata").has("continue")).isFalse();
        }

        private static List<String> names(Reply list) {
            List<String> names = new ArrayList<>();
            list.json()
                    .path("items")
                    .forEach(item -> names.add(item.at("/metadata/name").asString()));
            return names;
        }
    }

    @Nested
    class Watches {
        @Test
        void showWhatBeginsAndCeasesToMatch() throws IOException, InterruptedException {
            String path = configMaps("selected");
            String start = version(make(path, "x"));
            try (BufferedReader events =
                    http.stream(path + "?watch=1&labelSelector=k&resourceVersion=" + start)) {
                http.patch(path + "/x", MERGE, "{\"metadata\":{\"labels\":{\"k\":\"1\"}}}");
                http.patch(path + "/x", MERGE, "{\"data\":{\"a\":\"1\"}}");
                http.patch(path + "/x", MERGE, "{\"metadata\":{\"labels\":null}}");
                assertThat(next(events).path("type").asString()).isEqualTo("ADDED");
                assertThat(next(events).path("type").asString()).isEqualTo("MODIFIED");
                JsonNode gone = next(events);
                assertThat(gone.path("type").asString()).isEqualTo("DELETED");
                assertThat(gone.at("/object/metadata/labels/k").asString()).isEqualTo("1");
            }
        }

        @Test
        void endWhenTheirTimeIsOver() throws IOException, InterruptedException {
            String path = configMaps("timed");
            try (BufferedReader events = http.stream(path + "?watch=1&timeoutSeconds=1")) {
                assertThat(events.readLine()).isNull();
            }
        }

        @Test
        void endWithTheServer(@TempDir Path other) throws IOException, InterruptedException {
            TestingApiServer second = TestingApiServer.start(other);
            try (HttpProbe probe = new HttpProbe(second);
                    BufferedReader events = probe.stream("/api/v1/configmaps?watch=1")) {
                probe.post(
                        "/api/v1/namespaces/default/configmaps",
                        "{\"metadata\":{\"name\":\"last\"}}");
                assertThat(next(events).at("/object/metadata/name").asString()).isEqualTo("last");
                second.close();
                assertThat(events.readLine()).isNull();
            }
        }

        private static JsonNode next(BufferedReader events) throws IOException {
            return JsonMapper.shared().readTree(events.readLine());
        }
    }
}
