package dev.purser.api.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTests {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S, 0s",
        "3s, PT3S, 3s",
        "1h30m5.5s, PT1H30M5.5S, 1h30m5.5s",
        "90m, PT1H30M, 1h30m0s",
        "-1500ms, PT-1.5S, -1.5s",
        "+2us, PT0.000002S, 2µs",
        "0.5ms, PT0.0005S, 500µs",
        ".5s, PT0.5S, 500ms",
        "1.s, PT1S, 1s",
        "7ns, PT0.000000007S, 7ns",
        "61s, PT1M1S, 1m1s",
    })
    void isReadAndWrittenAsInGo(String text, Duration duration, String written) {
        assertThat(GoDuration.complaint(text)).isEmpty();
        assertThat(GoDuration.parse(text)).isEqualTo(duration);
        assertThat(GoDuration.text(duration)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "3", "3x", "s", ".s", "3 s", "1h-2m"})
    void isRefused(String text) {
        assertThat(GoDuration.complaint(text)).isPresent();
    }
}
