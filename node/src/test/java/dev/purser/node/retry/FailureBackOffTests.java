package dev.purser.node.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureBackOffTests {
    private final FailureBackOff backOff = FailureBackOff.kubelet();
    private Instant now = Instant.EPOCH;

    private Duration failAndAttempt() {
        Duration pause = backOff.pauseAfter(now);
        now = now.plus(pause);
        backOff.attempted(now, now.minus(pause));
        return pause;
    }

    @Test
    void pausesDoubleUpToFiveMinutes() {
        assertThat(failAndAttempt()).isZero();
        assertThat(failAndAttempt()).isEqualTo(Duration.ofSeconds(10));
        assertThat(failAndAttempt()).isEqualTo(Duration.ofSeconds(20));
        assertThat(failAndAttempt()).isEqualTo(Duration.ofSeconds(40));
        assertThat(failAndAttempt()).isEqualTo(Duration.ofSeconds(80));
        assertThat(failAndAttempt()).isEqualTo(Duration.ofSeconds(160));
        assertThat(failAndAttempt()).isEqualTo(Duration.ofSeconds(300));
        assertThat(failAndAttempt()).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void aFailureAfterTenQuietMinutesIsAFirstOne() {
        failAndAttempt();
        failAndAttempt();

        now = now.plus(Duration.ofMinutes(10));
        assertThat(backOff.pauseAfter(now)).isEqualTo(Duration.ofSeconds(20));
        now = now.plus(Duration.ofSeconds(1));
        assertThat(failAndAttempt()).isZero();
        assertThat(failAndAttempt()).isEqualTo(Duration.ofSeconds(10));
    }
}
