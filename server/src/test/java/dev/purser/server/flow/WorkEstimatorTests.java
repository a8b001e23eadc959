package dev.purser.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.request.Attributes;
import dev.purser.wire.request.Query;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WorkEstimatorTests {
    private final WatchCensus watches = new WatchCensus();
    private final WorkEstimator estimator = new WorkEstimator(asked -> 450, watches);

    private static Attributes asked(String verb, String namespace, String name) {
        return new Attributes(verb, "", "v1", "secrets", "", namespace, name, "");
    }

    private Width estimate(Attributes asked, String query) {
        return estimator.estimate(asked, Query.parse(query), 100);
    }

    @Test
    void aListIsAsWideAsItGoesThroughObjects() {
        assertThat(estimate(asked("list", "", ""), "")).isEqualTo(Width.of(5));
        assertThat(estimate(asked("list", "", ""), "limit=150")).isEqualTo(Width.of(2));
        assertThat(estimate(asked("list", "", ""), "limit=nonsense")).isEqualTo(Width.of(5));
        assertThat(estimate(asked("list", "", "one"), "")).isEqualTo(Width.of(1));
        assertThat(
                        new WorkEstimator(all -> 1_000_000, watches)
                                .estimate(asked("list", "", ""), Query.empty(), 100))
                .isEqualTo(Width.of(10));
        assertThat(estimator.estimate(asked("list", "", ""), Query.empty(), 3))
                .isEqualTo(Width.of(3));
    }

    @Test
    void aWatchIsAListOnlyWhenItBeginsWithOne() {
        assertThat(estimate(asked("watch", "", ""), "")).isEqualTo(Width.of(5));
        assertThat(estimate(asked("watch", "", ""), "resourceVersion=0")).isEqualTo(Width.of(5));
        assertThat(estimate(asked("watch", "", ""), "resourceVersion=7")).isEqualTo(Width.of(1));
        assertThat(estimate(asked("watch", "", ""), "resourceVersion=7&sendInitialEvents=true"))
                .isEqualTo(Width.of(5));
    }

    @Test
    void aWriteLingersWhileItsWatchersAreTold() {
        Attributes write = asked("update", "ns", "s");
        for (int number = 0; number < 15; number++) {
            watches.begin(asked("watch", number % 2 == 0 ? "" : "ns", ""));
        }
        watches.begin(asked("watch", "other", ""));
        assertThat(estimate(write, "")).isEqualTo(new Width(1, 2, Duration.ofMillis(5)));
        for (int number = 0; number < 10; number++) {
            watches.end(asked("watch", number % 2 == 0 ? "" : "ns", ""));
        }
        assertThat(estimate(write, "")).isEqualTo(Width.of(1));
    }

    @Test
    void manyWatchersMakeItLongerWhenItMayNotBeWider() {
        for (int number = 0; number < 100; number++) {
            watches.begin(asked("watch", "", ""));
        }
        assertThat(estimator.estimate(asked("delete", "ns", "s"), Query.empty(), 2))
                .isEqualTo(new Width(1, 2, Duration.ofMillis(25)));
    }

    @Test
    void everythingElseHasOneSeat() {
        assertThat(estimate(asked("get", "ns", "s"), "")).isEqualTo(Width.of(1));
        assertThat(estimate(Attributes.nonResource("get", "/version"), "")).isEqualTo(Width.of(1));
    }
}
