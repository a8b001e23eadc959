package dev.purser.external.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.external.secret.SecretValue;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class TransformTests {
    private static Map<String, SecretValue> values(String... keysAndValues) {
        Map<String, SecretValue> values = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], SecretValue.of(keysAndValues[i + 1]));
        }
        return values;
    }

    private static Map<String, String> texts(Map<String, SecretValue> values) {
        Map<String, String> texts = new TreeMap<>();
        values.forEach((key, value) -> texts.put(key, value.text()));
        return texts;
    }

    @Nested
    class Decodings {
        @ParameterizedTest
        @CsvSource({
            "None, aGk=, aGk=",
            "'', aGk=, aGk=",
            "Base64, aGk=, hi",
            "Base64, 'aG\nk=', hi",
            "Base64URL, Pz8_, ???",
            "Auto, Pz8_, ???",
            "Auto, Pz8/, ???",
            "Auto, no base64!, no base64!",
        })
        void decode(String strategy, String encoded, String decoded) throws TransformException {
            assertThat(Decoding.of(strategy).decode(SecretValue.of(encoded)).text())
                    .isEqualTo(decoded);
        }

        @Test
        void whatIsNotEncodedSoIsRefusedWithoutTheValue() {
            assertThatThrownBy(() -> Decoding.of("Base64").decode(values("k", "canary")))
                    .isInstanceOf(TransformException.class)
                    .hasMessageContaining("key k")
                    .hasMessageNotContaining("canary");
            assertThatThrownBy(() -> Decoding.of("Hex")).isInstanceOf(TransformException.class);
        }
    }

    @Nested
    class Conversions {
        @ParameterizedTest
        @CsvSource({
            "DEFAULT, a/b c, a_b_c",
            "UNICODE, a/b, a_U002f_b",
            "UNICODE, x\uD83D\uDE00y, x_U1f600_y",
            "DEFAULT, \u00fcber-1._, \u00fcber-1._",
        })
        void charactersAreReplaced(Conversion conversion, String key, String converted) {
            assertThat(conversion.convert(key)).isEqualTo(converted);
        }

        @Test
        void keysThatBecomeTheSameAreRefused() {
            assertThatThrownBy(() -> Conversion.DEFAULT.convert(values("a/b", "1", "a_b", "2")))
                    .hasMessageContaining("secret name collision during conversion: a_b");
        }

        @Test
        void keysThatSecretsCannotHaveAreRefused() throws TransformException {
            assertThatThrownBy(() -> SecretKeys.checked(values("a/b", "1")))
                    .hasMessageContaining("key has invalid character /");
            assertThatThrownBy(() -> SecretKeys.checked(values("a".repeat(254), "1")))
                    .hasMessageContaining("key has length 254 but max is 253");
            assertThat(SecretKeys.checked(values("", "1", "b", "2"))).containsOnlyKeys("b");
        }
    }

    @Nested
    class Rewriting {
        private final Rewrites rewrites =
                new Rewrites((template, key) -> {
                    if (template.contains("fail")) {
                        throw new TransformException("wrong");
                    }
                    return template.replace("X", key.toUpperCase(Locale.ROOT));
                });

        private Map<String, String> apply(String operations, Map<String, SecretValue> values)
                throws TransformException {
            return texts(rewrites.apply(JsonMapper.shared().readTree(operations), values));
        }

        @ParameterizedTest
        @CsvSource({
            "'foo/(.*)', 'bar-$1', foo/x, bar-x",
            "'(?P<n>.)b', '${n}-$n', ab, a-a",
            "'a', '$$1', banana, 'b$1n$1n$1'",
            "'(a)', '$1x', a, ''",
            "'(a)', '${1}x', a, ax",
            "'z*', '-', ab, '-a-b-'",
            "'a', '$', a, $",
            "'a', '${1', a, '${1'",
        })
        void regularExpressionsAreGos(String source, String target, String key, String expected)
                throws TransformException {
            String operation =
                    "[{\"regexp\":{\"source\":\"%s\",\"target\":\"%s\"}}]"
                            .formatted(source, target);
            assertThat(apply(operation, values(key, "v"))).containsOnlyKeys(expected);
        }

        @Test
        void operationsFollowEachOther() throws TransformException {
            assertThat(
                            apply(
                                    """
                                    [{"regexp":{"source":"^p/","target":""}},
                                     {"transform":{"template":"X_new"}}]
                                    """,
                                    values("p/a", "1")))
                    .containsExactly(Map.entry("A_new", "1"));
        }

        @Test
        void wrongOperationsAreSaid() {
            assertThatThrownBy(() ->
                            apply(
                                    "[{\"regexp\":{\"source\":\"(\",\"target\":\"\"}}]",
                                    values("a", "1")))
                    .hasMessageContaining("failed rewrite operation[0]: regexp failed");
            assertThatThrownBy(() ->
                            apply("[{\"transform\":{\"template\":\"fail\"}}]", values("a", "1")))
                    .hasMessageContaining("transform failed for key \"a\": wrong");
        }

        @Test
        void objectsAreMergedIntoKeys() throws TransformException {
            Map<String, SecretValue> two =
                    values("b", "{\"x\":1.50,\"y\":{\"d\":1,\"c\":\"<\"}}", "a", "{\"z\":null}");
            assertThat(apply("[{\"merge\":{}}]", two))
                    .containsExactly(
                            Map.entry("x", "1.5"),
                            Map.entry("y", "{\"c\":\"<\",\"d\":1}"),
                            Map.entry("z", ""));
        }

        @Test
        void objectsAreMergedIntoOne() throws TransformException {
            assertThat(
                            apply(
                                    "[{\"merge\":{\"strategy\":\"JSON\",\"into\":\"all\"}}]",
                                    values("a", "{\"x\":1}", "b", "{\"y\":2}")))
                    .containsEntry("all", "{\"x\":1,\"y\":2}")
                    .containsKeys("a", "b");
        }

        @Test
        void conflictsAreRefusedOrDecidedByPriority() throws TransformException {
            Map<String, SecretValue> two = values("a", "{\"x\":\"a\"}", "b", "{\"x\":\"b\"}");
            assertThatThrownBy(() -> apply("[{\"merge\":{}}]", two))
                    .hasMessageContaining("merge failed with conflicts: x");
            assertThat(
                            apply(
                                    "[{\"merge\":{\"conflictPolicy\":\"Ignore\",\"priority\":[\"a\"]}}]",
                                    two))
                    .containsEntry("x", "a");
            assertThatThrownBy(() ->
                            apply("[{\"merge\":{\"priority\":[\"none\"]}}]", values("a", "{}")))
                    .hasMessageContaining("key \"none\" not found");
        }

        @Test
        void whatIsNoObjectIsRefusedWithoutTheValue() {
            assertThatThrownBy(() -> apply("[{\"merge\":{}}]", values("a", "canary{")))
                    .hasMessageContaining("unmarshal")
                    .hasMessageNotContaining("canary");
        }

        @Test
        void hugeNumbersStayShort() throws TransformException {
            assertThat(apply("[{\"merge\":{}}]", values("a", "{\"x\":1e300000}")).get("x"))
                    .hasSizeLessThan(20);
        }
    }
}
