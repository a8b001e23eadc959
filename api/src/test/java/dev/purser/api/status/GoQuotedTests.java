package dev.purser.api.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoQuotedTests {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "97, `\"a\"`",
                "34, `\"\\\"\"`",
                "92, `\"\\\\\"`",
                "10, `\"\\n\"`",
                "7, `\"\\a\"`",
                "11, `\"\\v\"`",
                "0, `\"\\x00\"`",
                "127, `\"\\x7f\"`",
                "160, `\"\\u00a0\"`",
                "228, `\"ä\"`",
                "60, `\"<\"`",
                "917505, `\"\\U000e0001\"`"
            })
    void escapesWhatCannotBePrinted(int point, String quoted) {
        assertThat(GoQuoted.of(Character.toString(point))).isEqualTo(quoted);
    }
}
