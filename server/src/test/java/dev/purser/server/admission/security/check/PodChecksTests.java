package dev.purser.server.admission.security.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PodChecksTests {
    /// Pods, and what Kubernetes 1.37.2 has against them by some policies.
    static Stream<String> recorded() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        PodChecksTests.class.getResourceAsStream("recorded-violations.jsonl"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void saysWhatKubernetesSays(String line) {
        JsonNode recording = JsonMapper.shared().readTree(line);
        ObjectNode metadata = JsonMapper.shared().createObjectNode();
        metadata.putObject("metadata").set("annotations", recording.path("annotations"));
        JudgedPod pod =
                new JudgedPod(KubeObject.of(metadata).annotations(), recording.path("spec"));

        for (Map.Entry<String, JsonNode> answer : recording.path("answers").properties()) {
            assertThat(Violation.details(PodChecks.violations(policy(answer.getKey()), pod)))
                    .as(answer.getKey() + " " + recording.path("spec"))
                    .isEqualTo(answer.getValue().asString());
        }
    }

    private static LevelVersion policy(String text) {
        String[] parts = text.split(":", 2);
        return new LevelVersion(
                Level.of(parts[0]).orElseThrow(), PolicyVersion.of(parts[1]).orElseThrow());
    }

    @Test
    void nothingIsWrongWhereEverythingIsAllowed() {
        JsonNode spec =
                JsonMapper.shared()
                        .readTree("{\"hostPID\":true,\"containers\":[{\"name\":\"c\"}]}");

        assertThat(PodChecks.violations(policy("privileged:latest"), new JudgedPod(Map.of(), spec)))
                .isEmpty();
    }

    @Test
    void versionsAreThoseOfReleaseOne() {
        assertThat(Stream.of("latest", "v1.0", "v1.37", "v1.1000").map(PolicyVersion::of))
                .allMatch(version -> version.isPresent());
        assertThat(
                        Stream.of("", "1.3", "v2.0", "v1.", "v1.01", "v1.-1", "LATEST", "v1.1.1")
                                .map(PolicyVersion::of))
                .allMatch(version -> version.isEmpty());
        assertThat(PolicyVersion.of("v1.99999999999999999999")).isEmpty();
    }
}
