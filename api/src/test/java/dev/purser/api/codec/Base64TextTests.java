package dev.purser.api.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base64TextTests {
    @ParameterizedTest
    @CsvSource({
        "aGVsbG8=,-1",
        "'',-1",
        "hello,4",
        "a,0",
        "ab=,3",
        "abc,0",
        "a===,1",
        "ab==x,4",
        "a$bc,1",
        "abc=abc=,4",
    })
    void theFirstBadByteIsTheOneGoNames(String text, int position) {
        assertThat(Base64Text.firstBadByte(text)).isEqualTo(position);
    }

    @Test
    void lineBreaksAreSkipped() {
        assertThat(Base64Text.firstBadByte("aGVs\r\nbG8=\n")).isEqualTo(-1);
        assertThat(Base64Text.canonical("aGVs\r\nbG8=\n")).isEqualTo("aGVsbG8=");
    }

    @Test
    void bitsThatStandForNothingAreZero() {
        assertThat(Base64Text.canonical("aGVsbG9=")).isEqualTo("aGVsbG8=");
        assertThat(Base64Text.canonical("YR==")).isEqualTo("YQ==");
    }
}
