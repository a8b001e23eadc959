package dev.purser.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryAfterTests {
    private final RetryAfter retry = new RetryAfter();

    private int refuse(long second, int count) {
        int last = 0;
        for (int number = 0; number < count; number++) {
            last = retry.refuse(second);
        }
        return last;
    }

    @Test
    void aFewRefusalsAreToldToComeBackInASecond() {
        assertThat(refuse(100, 1)).isOne();
        assertThat(refuse(110, 2)).isOne();
    }

    @Test
    void manyDoubleItUpToABound() {
        int last = 0;
        for (int second = 100; second < 300; second++) {
            last = refuse(second, 100);
        }
        assertThat(last).isEqualTo(32);
    }

    @Test
    void itFallsAgainWhenFewAreRefused() {
        for (int second = 100; second < 110; second++) {
            refuse(second, 100);
        }
        int high = refuse(110, 1);
        int later = 0;
        for (int second = 200; second < 260; second += 2) {
            later = refuse(second, 1);
        }
        assertThat(later).isLessThan(high);
    }
}
