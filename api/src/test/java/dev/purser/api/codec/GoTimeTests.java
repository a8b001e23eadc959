package dev.purser.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoTimeTests {
    @Test
    void timesAreWrittenInUtc() throws DecodingException {
        assertThat(GoTime.SECONDS.canonical("2020-02-29T23:59:59-01:30"))
                .isEqualTo("2020-03-01T01:29:59Z");
    }

    @Test
    void fractionsAreCutOff() throws DecodingException {
        assertThat(GoTime.SECONDS.canonical("2020-01-01T00:00:00.999Z"))
                .isEqualTo("2020-01-01T00:00:00Z");
    }

    @Test
    void microTimesKeepSixDigits() throws DecodingException {
        assertThat(GoTime.MICROS.canonical("2020-01-01T00:00:00.000001Z"))
                .isEqualTo("2020-01-01T00:00:00.000001Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "soon|cannot parse \"soon\" as \"2006\"",
                "2020-01-01|cannot parse \"\" as \"T\"",
                "2020-01-01T00:00:00|cannot parse \"\" as \"Z07:00\"",
                "2020-13-01T00:00:00Z|month out of range",
                "2021-02-29T00:00:00Z|day out of range",
                "2020-01-01T00:00:00Zx|extra text: \"x\"",
            })
    void otherTextsAreRefused(String text, String why) {
        assertThatThrownBy(() -> GoTime.SECONDS.canonical(text)).hasMessageEndingWith(": " + why);
    }
}
