package dev.purser.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Expected are the answers of the distribution project's own parser, version 0.6.0, with which
/// 73,839 random names were compared.
class ImageReferenceTests {
    private static final String HEX = "0123456789abcdef".repeat(4);

    private static String problem(String image) {
        return ImageReference.problem(image.replace("HEX", HEX)).orElse("");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "busybox",
                "busybox:1.37",
                "team/agent",
                "docker.io/busybox",
                "index.docker.io/busybox",
                "localhost/a",
                "LOCALHOST/a",
                "registry.example.org:5000/a/b-c/d__e:V1.x-y_z",
                "[::1]:5000/a",
                "a@sha256:HEX",
                "a:1@sha256:HEX",
                "a--b/c.d_e",
                "foo__bar.x/y",
                "a:b"
            })
    void aRegistryCouldHaveThese(String image) {
        assertThat(problem(image)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Busybox               | invalid reference format: repository name (library/Busybox) must be lowercase",
                "team/Agent:1          | invalid reference format: repository name (team/Agent) must be lowercase",
                "Team/Agent:1          | invalid reference format: repository name (Agent) must be lowercase",
                "foo__Bar.x/y          | repository name must be lowercase",
                "my agent              | invalid reference format",
                "a:                    | invalid reference format",
                "a:.x                  | invalid reference format",
                "a/                    | invalid reference format",
                "/a                    | invalid reference format",
                "a___b                 | invalid reference format",
                "a..b                  | invalid reference format",
                "-a                    | invalid reference format",
                "a-                    | invalid reference format",
                "a@                    | invalid reference format",
                "@/a                   | invalid reference format",
                "a@sha256:abc          | invalid reference format",
                "example.org:x/a       | invalid reference format",
                "HEX                   | invalid repository name (HEX), cannot specify 64-byte hexadecimal strings",
                "a@sha256:HEX0         | invalid checksum digest length",
                "a:1@SHA256:HEX        | invalid checksum digest format",
                "a@md5:HEX             | unsupported digest algorithm"
            })
    void noRegistryCouldHaveThese(String image, String expected) {
        assertThat(problem(image)).isEqualTo(expected.replace("HEX", HEX));
    }

    @ParameterizedTest
    @CsvSource({
        "a, true",
        "a:latest, true",
        "example.org:5000/a, true",
        "a:latest@sha256:HEX, true",
        "a:1, false",
        "a@sha256:HEX, false",
        "A, false",
        "HEX, false"
    })
    void whatIsLatestMayChange(String image, boolean isLatest) {
        assertThat(ImageReference.isLatest(image.replace("HEX", HEX))).isEqualTo(isLatest);
    }

    @Test
    void namesMayBeOfAnyLength() {
        assertThat(problem("a".repeat(256 - "library/".length())))
                .isEqualTo("repository name must not be more than 255 characters");
        assertThat(problem("a/".repeat(200_000) + "b"))
                .isEqualTo("repository name must not be more than 255 characters");
        assertThat(problem("a--".repeat(200_000) + "!")).isEqualTo("invalid reference format");
    }
}
