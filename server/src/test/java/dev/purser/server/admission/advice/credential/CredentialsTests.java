package dev.purser.server.admission.advice.credential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTests {
    /// A setting of somebody's chart.
    private record Setting(String chart, String name, String value) {}

    private static List<Setting> harmless() throws IOException {
        try (InputStream in = CredentialsTests.class.getResourceAsStream("harmless.tsv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split("\t", 3))
                    .map(parts -> new Setting(parts[0], parts[1], parts[2]))
                    .toList();
        }
    }

    @Nested
    class HarmlessSettings {
        @Test
        void areManyAndFromManyCharts() throws IOException {
            assertThat(harmless()).hasSizeGreaterThan(1500);
            assertThat(harmless().stream().map(Setting::chart).distinct()).hasSizeGreaterThan(50);
        }

        @Test
        void aloneRaiseNoAlarm() throws IOException {
            assertThat(harmless())
                    .filteredOn(setting ->
                            Credentials.find(setting.name(), setting.value()).isPresent())
                    .isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "%s=%s",
                    "%s: %s",
                    "%s: \"%s\"",
                    "  \"%s\": \"%s\",",
                    "--%s=%s",
                    "%s = '%s'",
                    "<%s>%s</x>"
                })
        void inFilesRaiseNoAlarm(String line) throws IOException {
            Map<String, List<Setting>> charts = new LinkedHashMap<>();
            for (Setting setting : harmless()) {
                charts.computeIfAbsent(setting.chart(), _ -> new ArrayList<>()).add(setting);
            }
            assertThat(charts.values())
                    .filteredOn(settings -> Credentials.find(file(line, settings)).isPresent())
                    .isEmpty();
        }

        private static String file(String line, List<Setting> settings) {
            return settings.stream()
                    .map(setting -> line.formatted(setting.name(), setting.value()))
                    .collect(Collectors.joining("\n"));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "AWS_ACCESS_KEY_ID | AKIAIOSFODNN7EXAMPLE",
                    "OPENAI_API_KEY | sk-proj-your-key-here",
                    "OPENAI_API_KEY | sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                    "GITHUB_TOKEN | ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
                    "DB_PASSWORD | changeme",
                    "DB_PASSWORD | ${DB_PASSWORD}",
                    "DB_PASSWORD | $(DB_PASSWORD)",
                    "DB_PASSWORD | {{ .Values.password }}",
                    "DB_PASSWORD | <your password>",
                    "DB_PASSWORD | /run/secrets/db-password",
                    "DB_PASSWORD_FILE | /run/secrets/Db-Passw0rd-1",
                    "POSTGRES_PASSWORD | postgres",
                    "DATABASE_URL | postgres://app:${PASSWORD}@db:5432/app",
                    "DATABASE_URL | postgres://postgres:postgres@db:5432/app",
                    "DATABASE_URL | postgres://app@db:5432/app?sslmode=require",
                    "TOKEN_URL | https://login.example.com/oauth2/v2.0/token",
                    "max_tokens | 4096",
                    "tokenizer | Xenova/gpt-4o",
                    "secretName | my-app-tls-2025a",
                    "MODEL | claude-sonnet-4-20250514",
                    "checksum | 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                    "image | registry.k8s.io/pause@sha256:7031c1b283388d2c2e09b57badb803c05ebed362dc88d84b480cc47f72a21097",
                    "publicKey | MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo",
                })
        void areKnownFromExamples(String name, String value) {
            assertThat(Credentials.find(name, value)).isEmpty();
        }

        @Test
        void areCertificates() {
            String body = PlantedCredentials.text(new Random(1), PlantedCredentials.BASE64, 600);
            assertThat(
                            Credentials.find(
                                    "ca.crt",
                                    "-----BEGIN CERTIFICATE-----\n"
                                            + body
                                            + "\n-----END CERTIFICATE-----\n"))
                    .isEmpty();
        }
    }

    @Nested
    class PlantedSettings {
        private static final long SEED = 20261123;

        static Stream<PlantedCredentials> shapes() {
            return PlantedCredentials.all().stream();
        }

        @ParameterizedTest
        @MethodSource("shapes")
        void areAllFound(PlantedCredentials planted) {
            Random random = new Random(SEED);
            for (int i = 0; i < 200; i++) {
                String value = planted.make(random);
                assertThat(Credentials.find(planted.name(), value))
                        .as("%s alone, number %d of seed %d", planted, i, SEED)
                        .contains(planted.what());
                for (String document : documents(planted.name(), value)) {
                    assertThat(Credentials.find("config", document))
                            .as("%s in a file, number %d of seed %d", planted, i, SEED)
                            .contains(planted.what());
                }
            }
        }

        private static List<String> documents(String name, String value) {
            String escaped = value.replace("\n", "\\n");
            return List.of(
                    "# settings\nlog.level=info\n%s=%s\nport=8080\n".formatted(name, escaped),
                    "server:\n  port: 8080\n  %s: \"%s\"\n  host: db\n".formatted(name, escaped),
                    "{\"port\":8080,\"%s\":\"%s\",\"host\":\"db\"}".formatted(name, escaped),
                    "[main]\n%s = '%s'\n".formatted(name, escaped));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "DB_PASSWORD | S3cr3t!pw",
                    "spring.datasource.password | hG7%kQ2z",
                    "REDIS_PASS | x9Kd82mZq1",
                    "client_secret | 3b2c1d0e-9f8a-4b7c-a6d5-e4f3a2b1c0d9",
                })
        void ofPeopleAreFound(String name, String value) {
            assertThat(Credentials.find(name, value)).isPresent();
        }
    }

    /// Nothing that somebody sends may take long, or as much stack as it is long.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "aB",
                "password",
                "password=",
                "-----BEGIN PRIVATE KEY-----",
                "sk-",
                "eyJ",
                "eyJaaaaaaaaaaaa.",
                "x://",
                "x://a:",
                ":AA",
                "A=",
                "\"",
                "gh",
                "0",
                "AccountKey=",
                "secret:\"",
                "token=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa "
            })
    void worstCasesEndSoon(String part) {
        String text = part.repeat(1024 * 1024 / part.length());
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> Credentials.find("password", text));
    }
}
