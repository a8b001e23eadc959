package dev.purser.encryption.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Files, and what kube-apiserver 1.37.2 says of them: every one gets the same answer here, but for
/// what a message must not show.
class ConfigurationTextsTests {
    /// Kubernetes takes these endpoints, and then never reaches a plugin.
    private static final List<String> NO_SOCKET = List.of("\"unix://x\"", "\"unix:tmp\"");

    @TempDir Path directory;

    record Recorded(String text, String error) {
        @Override
        public String toString() {
            return text.length() > 200 ? text.substring(0, 200) : text;
        }
    }

    static List<Recorded> recorded() throws IOException {
        try (InputStream in =
                ConfigurationTextsTests.class.getResourceAsStream("configurations.jsonl")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> {
                        JsonNode json = JsonMapper.shared().readTree(line);
                        return new Recorded(
                                json.path("text").stringValue(), json.path("error").stringValue());
                    })
                    .toList();
        }
    }

    private String error(String text) throws IOException {
        Path file = directory.resolve("encryption.yaml");
        Files.writeString(file, text);
        try {
            new EncryptionConfigurationFile(file).load();
            return "";
        } catch (EncryptionConfigurationException e) {
            return e.getMessage().replace(file.toString(), "FILE");
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void isAnsweredAsKubernetesDoes(Recorded recorded) throws IOException {
        String error = error(recorded.text());
        if (NO_SOCKET.stream().anyMatch(recorded.text()::contains)) {
            assertThat(error).endsWith("there is no path in it: write unix:///path/to/socket");
        } else if (recorded.error().equals("KMSv1")) {
            assertThat(error).contains("Use KMSv2 instead");
        } else {
            assertThat(error).isEqualTo(recorded.error());
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void noAnswerShowsAKey(Recorded recorded) throws IOException {
        assertThat(error(recorded.text())).doesNotContain("AAECAwQF");
    }
}
