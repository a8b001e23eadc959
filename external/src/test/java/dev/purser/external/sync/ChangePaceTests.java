package dev.purser.external.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ChangePaceTests {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final ChangePace pace = new ChangePace(now::get);
    private final ExternalSecret owner = owner("a");

    private static ExternalSecret owner(String name) {
        return new ExternalSecret(
                KubeObject.named(
                        new GroupVersionKind("external-secrets.io", "v1", "ExternalSecret"),
                        "team",
                        name));
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private void change(int times) {
        for (int i = 0; i < times; i++) {
            pace.count(owner);
        }
    }

    @Test
    void twentyComeAtOnceAndTheNextWaitsThreeSeconds() {
        change(19);
        assertThat(pace.untilNext(owner)).isZero();
        change(1);
        assertThat(pace.untilNext(owner)).isEqualTo(Duration.ofSeconds(3));
        assertThat(pace.untilNext(owner("b"))).isZero();
        pass(Duration.ofSeconds(2));
        assertThat(pace.untilNext(owner)).isEqualTo(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(pace.untilNext(owner)).isZero();
        change(1);
        assertThat(pace.untilNext(owner)).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void afterARestTwentyComeAtOnceAgain() {
        change(20);
        pass(Duration.ofMinutes(1));
        change(19);
        assertThat(pace.untilNext(owner)).isZero();
        change(1);
        assertThat(pace.untilNext(owner)).isPositive();
    }

    @Test
    void oneEveryThreeSecondsNeverWaits() {
        for (int i = 0; i < 200; i++) {
            assertThat(pace.untilNext(owner)).isZero();
            change(1);
            pass(Duration.ofSeconds(3));
        }
    }

    @Test
    void waitingIsNewsOnceUntilTheSecretHasComeToRest() {
        assertThat(pace.isNews(owner)).isFalse();
        change(20);
        assertThat(pace.isNews(owner)).isTrue();
        assertThat(pace.isNews(owner)).isFalse();
        pass(Duration.ofSeconds(3));
        change(1);
        assertThat(pace.isNews(owner)).isFalse();
        pass(Duration.ofMinutes(2));
        pace.rested(owner);
        change(20);
        assertThat(pace.isNews(owner)).isTrue();
    }
}
