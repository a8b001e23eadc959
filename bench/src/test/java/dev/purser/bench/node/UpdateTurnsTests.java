package dev.purser.bench.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UpdateTurnsTests {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    private Instant now = Instant.EPOCH;

    private UpdateTurns turns(int changes, Duration limit) {
        return new UpdateTurns(
                changes, limit, new Random(5), () -> now, time -> now = now.plus(time));
    }

    /// Sees changes at full minutes only.
    private final class Minutely implements UpdateTurns.Changeable {
        private final List<Integer> numbers = new ArrayList<>();

        @Override
        public String name() {
            return "minutely";
        }

        @Override
        public List<Long> change(int number) {
            numbers.add(number);
            long sinceMinute = now.toEpochMilli() % MINUTE.toMillis();
            Duration took = MINUTE.minusMillis(sinceMinute);
            now = now.plus(took);
            return List.of(took.toNanos());
        }
    }

    /// Sees changes after ten milliseconds.
    private final class Prompt implements UpdateTurns.Changeable {
        private final List<Instant> changed = new ArrayList<>();

        @Override
        public String name() {
            return "prompt";
        }

        @Override
        public List<Long> change(int number) {
            changed.add(now);
            Duration took = Duration.ofMillis(10);
            now = now.plus(took);
            return List.of(took.toNanos(), took.toNanos());
        }
    }

    private static double meanSeconds(List<Long> nanos) {
        return nanos.stream().mapToLong(Long::longValue).average().orElseThrow() / 1e9;
    }

    @Test
    void changesComeAtAllMomentsOfAnInterval() throws Exception {
        List<Long> nanos = turns(500, DAY).run(List.of(new Minutely())).get("minutely");

        assertThat(nanos).hasSize(500);
        assertThat(meanSeconds(nanos)).isBetween(27.0, 33.0);
    }

    @Test
    void theFirstChangeOfAllIsNotMeasured() throws Exception {
        Minutely cluster = new Minutely();
        UpdateTurns turns = turns(2, DAY);

        Map<String, List<Long>> first = turns.run(List.of(cluster));
        Map<String, List<Long>> second = turns.run(List.of(cluster));

        assertThat(cluster.numbers).containsExactly(-1, 0, 1, 0, 1);
        assertThat(first.get("minutely")).hasSize(2);
        assertThat(second.get("minutely")).hasSize(2);
    }

    @Test
    void aPromptClusterIsChangedWhileAnotherPauses() throws Exception {
        Prompt prompt = new Prompt();

        Map<String, List<Long>> measured =
                turns(1000, Duration.ofMinutes(10)).run(List.of(new Minutely(), prompt));

        assertThat(measured.get("prompt")).hasSize(2000);
        assertThat(measured.get("minutely")).hasSizeBetween(5, 20);
        assertThat(prompt.changed.getLast()).isBefore(Instant.EPOCH.plus(Duration.ofMinutes(6)));
    }

    @Test
    void theTimeOfOneClusterIsNotTakenFromAnother() throws Exception {
        Duration limit = Duration.ofMinutes(1);

        Map<String, List<Long>> measured =
                turns(100, limit).run(List.of(new Minutely(), new Prompt()));

        assertThat(measured.get("minutely").size()).isLessThan(4);
        assertThat(measured.get("prompt")).hasSize(200);
    }

    @Test
    void aClusterIsMeasuredOnceEvenWhenTheTimeIsOver() throws Exception {
        Map<String, List<Long>> measured =
                turns(9, Duration.ZERO).run(List.of(new Minutely(), new Prompt()));

        assertThat(measured.get("minutely")).hasSize(1);
        assertThat(measured.get("prompt")).hasSize(2);
    }

    @Test
    void noChangesAreNoFigures() throws Exception {
        Prompt prompt = new Prompt();

        assertThat(turns(0, DAY).run(List.of(prompt))).isEmpty();
        assertThat(prompt.changed).isEmpty();
    }
}
