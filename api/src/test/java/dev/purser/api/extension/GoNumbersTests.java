package dev.purser.api.extension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.JsonNodeFactory;

class GoNumbersTests {
    @ParameterizedTest
    @CsvSource({
        "0.25, 0.25",
        "10, 10",
        "-1.5, -1.5",
        "1e21, 1e+21",
        "2147483648, 2.147483648e+09",
        "0.00001, 1e-05"
    })
    void printsAsGoDoes(double number, String text) {
        assertThat(GoNumbers.text(number)).isEqualTo(text);
    }

    @Test
    void wholeNumbersBecomeWholeOnceTheyAreWritten() {
        assertThat(GoNumbers.written(JsonNodeFactory.instance.numberNode(2.0)))
                .isEqualTo(JsonNodeFactory.instance.numberNode(2));
    }
}
