package dev.purser.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PolicyReaderTests {
    private final PolicyReader reader = new PolicyReader();

    @TempDir private Path directory;

    /// What Kubernetes' reader says of each of these.
    @TestFactory
    Stream<DynamicTest> saysWhatKubernetesSays() throws IOException {
        try (InputStream in = PolicyReaderTests.class.getResourceAsStream("policies.json")) {
            List<JsonNode> cases = JsonMapper.shared().readTree(in).valueStream().toList();
            assertThat(cases).hasSizeGreaterThan(40);
            return cases.stream()
                    .map(one ->
                            DynamicTest.dynamicTest(one.path("name").asString(), () -> check(one)));
        }
    }

    private void check(JsonNode one) {
        byte[] text = one.path("policy").asString().getBytes(StandardCharsets.UTF_8);
        String error = one.path("error").asString();
        if (error.isEmpty()) {
            assertThatCode(() -> reader.read(text)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> reader.read(text))
                    .isInstanceOf(PolicyException.class)
                    .hasMessage(error);
        }
    }

    @Test
    void namesTheFile() throws IOException {
        Path file = Files.writeString(directory.resolve("policy.yaml"), "kind: Policy");

        assertThatThrownBy(() -> reader.read(file))
                .hasMessage(
                        "loading audit policy file: unknown group version field"
                                + " audit.k8s.io/__internal, Kind=Policy in policy: from file "
                                + file);
    }

    @Test
    void missesTheFile() {
        Path file = directory.resolve("none.yaml");

        assertThatThrownBy(() -> reader.read(file))
                .hasMessage(
                        "loading audit policy file: failed to read file path \"%s\": open %s: no such file or directory"
                                .formatted(file, file));
        assertThatThrownBy(() -> reader.read(directory))
                .hasMessage(
                        "loading audit policy file: failed to read file path \"%s\": read %s: is a directory"
                                .formatted(directory, directory));
    }

    @Test
    void readsTheBuiltInPolicy() {
        assertThatCode(Auditing::defaultPolicy).doesNotThrowAnyException();
    }
}
