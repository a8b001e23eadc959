package dev.purser.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        "0.9ns0.9ns, PT0S, 0s",
        "2562047h47m16.854775807s, PT2562047H47M16.854775807S, 2562047h47m16.854775807s",
        "-9223372036854775808ns, PT-2562047H-47M-16.854775808S, -2562047h47m16.854775808s",
    })
    void isReadAndWrittenAsInGo(String text, Duration duration, String written) {
        assertThat(GoDuration.complaint(text)).isEmpty();
        assertThat(GoDuration.parse(text)).isEqualTo(duration);
        assertThat(GoDuration.read(text)).contains(duration);
        assertThat(GoDuration.text(duration)).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({
        "'', time: invalid duration \"\"",
        "-, time: invalid duration \"-\"",
        "3, time: missing unit in duration \"3\"",
        "3x, time: unknown unit \"x\" in duration \"3x\"",
        "s, time: invalid duration \"s\"",
        ".s, time: invalid duration \".s\"",
        "3 s, time: unknown unit \" s\" in duration \"3 s\"",
        "1h-2m, time: unknown unit \"h-\" in duration \"1h-2m\"",
        "9223372036854775808ns, time: invalid duration \"9223372036854775808ns\"",
        "-2562048h, time: invalid duration \"-2562048h\"",
    })
    void isRefusedAsInGo(String text, String complaint) {
        assertThat(GoDuration.complaint(text)).contains(complaint);
        assertThat(GoDuration.read(text)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GoDuration.parse(text))
                .withMessage(complaint);
    }
}
