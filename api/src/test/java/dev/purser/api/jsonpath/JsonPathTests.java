package dev.purser.api.jsonpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonPathTests {
    private static final JsonNode OBJECT =
            JsonMapper.shared()
                    .readTree(
                            """
                            {"spec":{"n":3,"list":[1,2,3],"a.b":"dotted"},
                             "conditions":[{"type":"Ready","status":"True"},
                                           {"type":"Old","status":"False","n":7}]}\
                            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    .spec.n | [3]
                    .spec.list[0] | [1]
                    .spec.list[-1] | [3]
                    .spec.list[1:] | [2, 3]
                    .spec.list[*] | [1, 2, 3]
                    .spec['a.b'] | ["dotted"]
                    .spec.a\\.b | ["dotted"]
                    .conditions[?(@.type=="Ready")].status | ["True"]
                    .conditions[?(@.n>5)].type | ["Old"]
                    .conditions[?(@.n)].type | ["Old"]
                    ..status | ["True", "False"]
                    .spec.none.deeper | []
                    """)
    void findsWhatThePathNames(String path, String expected) throws JsonPathException {
        assertThat(JsonPath.parse(path).find(OBJECT).toString()).isEqualTo(expected);
    }

    @Test
    void refusesABracketThatStaysOpen() {
        assertThatThrownBy(() -> JsonPath.parse(".a[0"))
                .isInstanceOf(JsonPathException.class)
                .hasMessage("unterminated array");
    }
}
