package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LineDiffTests {
    private static String lines(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void equalTextsHaveNoDifference() {
        assertThat(LineDiff.of(lines(1, 9), lines(1, 9))).isEmpty();
    }

    @Test
    void aChangeIsShownBetweenThreeLines() {
        assertThat(LineDiff.of(lines(1, 9), lines(1, 9).replace("5", "five")))
                .isEqualTo("@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n");
    }

    @Test
    void changesFarApartAreShownApart() {
        String changed = lines(1, 20).replace("2\n3\n", "3\n").replace("19\n", "19\nnew\n");

        assertThat(LineDiff.of(lines(1, 20), changed))
                .isEqualTo(
                        "@@ -1,5 +1,4 @@\n 1\n-2\n 3\n 4\n 5\n"
                                + "@@ -17,4 +16,5 @@\n 17\n 18\n 19\n+new\n 20\n");
    }

    @Test
    void changesCloseTogetherShareAHunk() {
        String changed = lines(1, 9).replace("3", "x").replace("7", "y");

        assertThat(LineDiff.of(lines(1, 9), changed))
                .isEqualTo("@@ -1,9 +1,9 @@\n 1\n 2\n-3\n+x\n 4\n 5\n 6\n-7\n+y\n 8\n 9\n");
    }
}
