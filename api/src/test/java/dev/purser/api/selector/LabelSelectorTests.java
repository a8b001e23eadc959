package dev.purser.api.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.NullNode;

class LabelSelectorTests {
    private static final Map<String, String> LABELS =
            Map.of("app", "web", "tier", "front", "size", "5", "in", "here");

    @Nested
    class Matching {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "app=web",
                    "app==web",
                    " app = web ",
                    "app!=db",
                    "other!=db",
                    "app in (db, web)",
                    "app in (,web)",
                    "app notin (db)",
                    "other notin (db)",
                    "app",
                    "!other",
                    "size>4",
                    "size<6",
                    "in=here",
                    "app=web,tier!=back,!other",
                })
        void holds(String selector) {
            assertThat(LabelSelector.parse(selector).matches(LABELS)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "app=db",
                    "app=",
                    "app in ()",
                    "!app",
                    "other",
                    "size>5",
                    "app<5",
                    "other>1",
                    "app=web,app=db",
                    "app notin (web,db)"
                })
        void fails(String selector) {
            assertThat(LabelSelector.parse(selector).matches(LABELS)).isFalse();
        }
    }

    @Nested
    class Refusal {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "app like web|unable to parse requirement: found 'like', expected: in, notin, =, ==, !=, gt, lt",
                    "app=has space|found 'space', expected: ',' or 'end of string'",
                    "app in (web|unable to parse requirement: found '', expected: ',' or ')'",
                    "app=web,|found '', expected: identifier after ','",
                    ",app|found ',', expected: !, identifier, or 'end of string'",
                    "!app=web|found '=', expected: ',' or 'end of string'",
                    "app in web|unable to parse requirement: found 'web' expected: '('",
                    "app>web|unable to parse requirement: values[0]: Invalid value: \"web\": for 'Gt', 'Lt' operators, the value must be an integer",
                })
        void saysWhatWasExpected(String selector, String message) {
            assertThatThrownBy(() -> LabelSelector.parse(selector)).hasMessage(message);
        }

        @Test
        void namesTheBadKey() {
            assertThatThrownBy(() -> LabelSelector.parse("-app=web"))
                    .hasMessageStartingWith(
                            "unable to parse requirement: <nil>: Invalid value: \"-app\": name part must consist of");
        }

        @Test
        void namesTheBadValue() {
            assertThatThrownBy(() -> LabelSelector.parse("app=" + "v".repeat(64)))
                    .hasMessageStartingWith(
                            "unable to parse requirement: values[0][app]: Invalid value:")
                    .hasMessageEndingWith(": must be no more than 63 bytes");
        }
    }

    @Nested
    class OfAnObject {
        private final JsonMapper mapper = new JsonMapper();

        @Test
        void needsAllLabelsAndExpressions() {
            LabelSelector selector =
                    LabelSelector.of(
                            mapper.readTree(
                                    """
                                    {"matchLabels": {"app": "web"}, "matchExpressions": [
                                      {"key": "tier", "operator": "In", "values": ["front", "back"]},
                                      {"key": "old", "operator": "DoesNotExist"}]}
                                    """));
            assertThat(selector.matches(LABELS)).isTrue();
            assertThat(selector.matches(Map.of("app", "web"))).isFalse();
            assertThat(selector).hasToString("app=web,!old,tier in (back,front)");
        }

        @Test
        void matchesEverythingWhenEmptyAndNothingWhenNull() {
            assertThat(LabelSelector.of(mapper.readTree("{}")).matches(Map.of())).isTrue();
            assertThat(LabelSelector.of(NullNode.getInstance()).matches(LABELS)).isFalse();
        }

        @Test
        void refusesUnknownOperators() {
            assertThatThrownBy(() ->
                            LabelSelector.of(
                                    mapper.readTree(
                                            "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"Like\"}]}")))
                    .hasMessage("\"Like\" is not a valid label selector operator");
        }
    }
}
