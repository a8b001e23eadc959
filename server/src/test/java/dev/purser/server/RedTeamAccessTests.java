package dev.purser.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A node that wants more than its pods, and a user who wants more than his roles: each attempt has
/// the answer that Kubernetes 1.37.2 gave to it.
///
/// `red-team-access.jsonl` has a step a line, in order: who (`as`, else the administrator), what,
/// and the recorded code and message. A body's `${uid:PATH}` is the UID of the object there; UIDs
/// of messages are written `UID`.
class RedTeamAccessTests {
    private static final Pattern UID_OF = Pattern.compile("\\$\\{uid:([^}]+)}");
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    @TempDir Path directory;

    private TestingApiServer server;
    private HttpProbe http;

    @BeforeEach
    void start() throws Exception {
        server = TestingApiServer.start(directory);
        http = new HttpProbe(server);
    }

    @AfterEach
    void stop() throws IOException {
        http.close();
        server.close();
    }

    @TestFactory
    Stream<DynamicTest> everyAttemptIsAnsweredAsKubernetesDoes() throws IOException {
        List<JsonNode> steps = steps();
        assertThat(steps).hasSizeGreaterThan(250);
        return steps.stream().map(step -> DynamicTest.dynamicTest(name(step), () -> run(step)));
    }

    private static List<JsonNode> steps() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        RedTeamAccessTests.class.getResourceAsStream("red-team-access.jsonl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> JsonMapper.shared().readTree(line))
                    .filter(line -> line.has("do"))
                    .toList();
        }
    }

    private static String name(JsonNode step) {
        return step.path("as").asString("(setup)") + ": " + step.path("do").asString();
    }

    private void run(JsonNode step) {
        String[] action = step.path("do").asString().split(" ", 2);
        String body = step.has("body") ? withUids(step.get("body").toString()) : "";

        HttpProbe.Reply reply =
                http.send(
                        action[0],
                        action[1],
                        body.getBytes(StandardCharsets.UTF_8),
                        headers(step).toArray(String[]::new));

        assertThat(reply.status()).as(reply.text()).isEqualTo(step.path("code").asInt());
        if (step.has("message")) {
            String message = reply.json().path("message").asString("");
            assertThat(UID.matcher(message).replaceAll("UID"))
                    .isEqualTo(step.path("message").asString());
        }
    }

    private static List<String> headers(JsonNode step) {
        List<String> headers = new ArrayList<>();
        if (step.has("body")) {
            headers.add("Content-Type");
            headers.add(step.path("type").asString("application/json"));
        }
        if (step.has("as")) {
            headers.add("Impersonate-User");
            headers.add(step.path("as").asString());
        }
        for (JsonNode group : step.path("groups")) {
            headers.add("Impersonate-Group");
            headers.add(group.asString());
        }
        return headers;
    }

    private String withUids(String body) {
        return UID_OF.matcher(body)
                .replaceAll(found ->
                        Matcher.quoteReplacement(
                                http.get(found.group(1))
                                        .json()
                                        .path("metadata")
                                        .path("uid")
                                        .asString()));
    }
}
