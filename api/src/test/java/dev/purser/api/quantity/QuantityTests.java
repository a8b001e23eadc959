package dev.purser.api.quantity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTests {
    @Nested
    class Writing {
        @ParameterizedTest
        @CsvSource({
            "0.5, 500m",
            "1.5Gi, 1536Mi",
            "1024Ki, 1Mi",
            "1000m, 1",
            "100000, 100k",
            "1500, 1500",
            "0.1Mi, 104857600m",
            "512Ki, 512Ki",
            "1023, 1023",
            "1e3, 1e3",
            "12e5, 1200e3",
            "0.0000000001, 1n",
            "2048, 2048",
            "1.0, 1",
            "0Mi, 0",
            "-1.5, -1500m",
            "005, 005",
            "0.5Ki, 512",
            "1000000000000000000000Ei, 9223372036854775807",
            "0m, 0",
            "+5, +5",
            "1.20, 1200m",
            "64000m, 64"
        })
        void givesTheCanonicalForm(String text, String canonical) {
            assertThat(Quantity.parse(text)).hasToString(canonical);
        }
    }

    @Nested
    class Refusal {
        @ParameterizedTest
        @ValueSource(strings = {"", "abc", "1 Gi", "1Gi1x", "1,5"})
        void ofWhatHasNotTheShape(String text) {
            assertThatThrownBy(() -> Quantity.parse(text))
                    .hasMessage(
                            "quantities must match the regular expression"
                                    + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }

        @ParameterizedTest
        @ValueSource(strings = {"1KK", "1mi", "1i", "1e", "--1"})
        void ofUnknownSuffixes(String text) {
            assertThatThrownBy(() -> Quantity.parse(text))
                    .hasMessage("unable to parse quantity's suffix");
        }
    }

    @Nested
    class Arithmetic {
        @Test
        void comparesAcrossFormats() {
            assertThat(Quantity.parse("1Ki")).isEqualTo(Quantity.parse("1024"));
            assertThat(Quantity.parse("1Mi")).isGreaterThan(Quantity.parse("1M"));
        }

        @Test
        void keepsTheFormatOfTheFirstUnlessItIsZero() {
            assertThat(Quantity.parse("1Gi").add(Quantity.parse("512Mi"))).hasToString("1536Mi");
            assertThat(Quantity.ZERO.add(Quantity.parse("1Gi"))).hasToString("1Gi");
            assertThat(Quantity.parse("1").subtract(Quantity.parse("250m"))).hasToString("750m");
        }

        @Test
        void roundsUpToWholeUnits() {
            assertThat(Quantity.parse("1500m").value()).isEqualTo(2);
            assertThat(Quantity.parse("0.0005").millis()).isEqualTo(1);
        }
    }
}
