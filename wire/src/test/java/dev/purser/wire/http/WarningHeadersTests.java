package dev.purser.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WarningHeadersTests {
    @Test
    void quoteTexts() {
        assertThat(WarningHeaders.of(List.of("a \"b\" \\")))
                .containsExactly("299 - \"a \\\"b\\\" \\\\\"");
    }

    @Test
    void carryBytesOfUtf8() {
        assertThat(WarningHeaders.of(List.of("ä"))).containsExactly("299 - \"Ã¤\"");
    }

    @Test
    void sayEachTextOnce() {
        assertThat(WarningHeaders.of(Collections.nCopies(3, "again"))).hasSize(1);
    }

    @Test
    void leaveOutWhatNoHeaderCanHold() {
        assertThat(WarningHeaders.of(List.of("", "a\nb", "\u0000", "c"))).hasSize(1);
    }

    @Test
    void areCutShortWhenThereAreTooMany() {
        List<String> texts = IntStream.range(0, 50).mapToObj(i -> i + "x".repeat(400)).toList();
        List<String> values = WarningHeaders.of(texts);
        assertThat(values).hasSize(16).allMatch(value -> value.length() == 256 + 8);
    }
}
