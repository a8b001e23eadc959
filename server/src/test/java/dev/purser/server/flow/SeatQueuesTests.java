package dev.purser.server.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.client.testing.ManualTimers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Time is the test's own, so each of these says exactly what happens.
class SeatQueuesTests {
    private final ManualTimers timers = new ManualTimers(Instant.EPOCH);

    private static PriorityLevel level(int queues, int handSize, int length) {
        return level(Optional.of(new PriorityLevel.Queuing(queues, handSize, length)));
    }

    private static PriorityLevel level(Optional<PriorityLevel.Queuing> queuing) {
        return new PriorityLevel(
                "test", "uid", 1, 0, new PriorityLevel.Seats(OptionalInt.empty(), queuing));
    }

    private SeatQueues queues(PriorityLevel level, int limit) {
        SeatQueues queues = new SeatQueues(level, timers, this::nanos);
        queues.limit(limit);
        return queues;
    }

    private long nanos() {
        Duration since = Duration.between(Instant.EPOCH, timers.instant());
        return since.toNanos();
    }

    private void pass(long millis) {
        timers.advance(Duration.ofMillis(millis));
    }

    private static long flow(String user) {
        return ShuffleSharding.flow("schema", user);
    }

    @Nested
    class Limits {
        @Test
        void asManyAsThereAreSeatsStartAtOnceAndOthersWhenOneEnds() {
            SeatQueues queues = queues(level(8, 2, 10), 2);
            Turn first = queues.arrive(Width.of(1), flow("a")).orElseThrow();
            Turn second = queues.arrive(Width.of(1), flow("b")).orElseThrow();
            Turn third = queues.arrive(Width.of(1), flow("c")).orElseThrow();
            assertThat(List.of(first.isStarted(), second.isStarted(), third.isStarted()))
                    .containsExactly(true, true, false);

            assertThat(first.finish()).isTrue();

            assertThat(third.isStarted()).isTrue();
        }

        @Test
        void endingTwiceGivesBackOneSeat() {
            SeatQueues queues = queues(level(8, 2, 10), 1);
            Turn first = queues.arrive(Width.of(1), flow("a")).orElseThrow();
            Turn second = queues.arrive(Width.of(1), flow("a")).orElseThrow();
            Turn third = queues.arrive(Width.of(1), flow("a")).orElseThrow();

            assertThat(first.finish()).isTrue();
            assertThat(first.finish()).isFalse();

            assertThat(second.isStarted()).isTrue();
            assertThat(third.isStarted()).isFalse();
            assertThat(queues.state().seatsInUse()).isOne();
        }

        @Test
        void aFullQueueRefuses() {
            SeatQueues queues = queues(level(1, 1, 2), 1);
            for (int number = 0; number < 3; number++) {
                assertThat(queues.arrive(Width.of(1), flow("a"))).isPresent();
            }
            assertThat(queues.arrive(Width.of(1), flow("a"))).isEmpty();
            assertThat(queues.state().waiting()).isEqualTo(2);
        }

        @Test
        void withoutQueuesWhatFindsNoSeatIsRefused() {
            SeatQueues queues = queues(level(Optional.empty()), 1);
            Turn first = queues.arrive(Width.of(1), 0).orElseThrow();
            assertThat(queues.arrive(Width.of(1), 0)).isEmpty();
            first.finish();
            assertThat(queues.arrive(Width.of(1), 0)).isPresent();
        }

        @Test
        void theExemptNeverWait() {
            SeatQueues queues =
                    queues(new PriorityLevel("exempt", "uid", 0, 0, new PriorityLevel.None()), 0);
            for (int number = 0; number < 1000; number++) {
                assertThat(queues.arrive(Width.of(10), 0).orElseThrow().isStarted()).isTrue();
            }
        }

        @Test
        void whatIsTooWideForAllSeatsRunsAlone() {
            SeatQueues queues = queues(level(4, 1, 10), 3);
            Turn small = queues.arrive(Width.of(1), flow("a")).orElseThrow();
            Turn wide = queues.arrive(Width.of(5), flow("b")).orElseThrow();
            assertThat(wide.isStarted()).isFalse();
            small.finish();
            assertThat(wide.isStarted()).isTrue();
        }

        @Test
        void nothingOvertakesWhatIsWide() {
            SeatQueues queues = queues(level(1, 1, 10), 4);
            Turn running = queues.arrive(Width.of(2), flow("a")).orElseThrow();
            Turn wide = queues.arrive(Width.of(3), flow("a")).orElseThrow();
            Turn small = queues.arrive(Width.of(1), flow("a")).orElseThrow();
            assertThat(small.isStarted()).isFalse();
            running.finish();
            assertThat(wide.isStarted()).isTrue();
            assertThat(small.isStarted()).isTrue();
        }

        @Test
        void moreSeatsStartWhatWaits() {
            SeatQueues queues = queues(level(4, 1, 10), 1);
            queues.arrive(Width.of(1), flow("a")).orElseThrow();
            Turn second = queues.arrive(Width.of(1), flow("a")).orElseThrow();
            queues.limit(2);
            assertThat(second.isStarted()).isTrue();
        }

        @Test
        void seatsLingerForAsLongAsTheWidthSays() {
            SeatQueues queues = queues(level(4, 1, 10), 2);
            Width write = new Width(1, 2, Duration.ofMillis(5));
            Turn first = queues.arrive(write, flow("a")).orElseThrow();
            Turn second = queues.arrive(Width.of(1), flow("b")).orElseThrow();
            first.finish();
            pass(4);
            assertThat(second.isStarted()).isFalse();
            pass(1);
            assertThat(second.isStarted()).isTrue();
        }

        @Test
        void queuesThatAreNoLongerWantedAreUsedUp() {
            SeatQueues queues = queues(level(16, 1, 10), 1);
            List<Turn> turns = new ArrayList<>();
            for (int number = 0; number < 8; number++) {
                turns.add(queues.arrive(Width.of(1), flow("user " + number)).orElseThrow());
            }
            queues.configure(level(Optional.empty()));
            for (Turn each : turns) {
                assertThat(turns.stream().filter(Turn::isStarted)).isNotEmpty();
                turns.stream().filter(Turn::isStarted).forEach(Turn::finish);
            }
            assertThat(turns).allMatch(Turn::isStarted);
            assertThat(queues.state().seatsInUse()).isZero();
        }
    }

    @Nested
    class Patience {
        @Test
        void whoHasWaitedLongEnoughLeavesTheQueue() throws InterruptedException {
            SeatQueues queues = queues(level(4, 1, 1), 1);
            queues.arrive(Width.of(1), flow("a")).orElseThrow();
            Turn second = queues.arrive(Width.of(1), flow("a")).orElseThrow();

            assertThat(second.await(Duration.ofMillis(1))).isFalse();

            assertThat(queues.state().waiting()).isZero();
            assertThat(queues.arrive(Width.of(1), flow("a"))).isPresent();
        }

        @Test
        void anInterruptedWaiterHoldsNothing() {
            SeatQueues queues = queues(level(4, 1, 1), 1);
            Turn first = queues.arrive(Width.of(1), flow("a")).orElseThrow();
            Turn second = queues.arrive(Width.of(1), flow("a")).orElseThrow();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> second.await(Duration.ofMinutes(1)))
                    .isInstanceOf(InterruptedException.class);
            first.finish();
            assertThat(queues.state().seatsInUse()).isZero();
            assertThat(queues.state().waiting()).isZero();
        }
    }

    /// Users whose requests all take the same time at a server with few seats.
    @Nested
    class Fairness {
        private static final int MILLIS = 10;

        /// What one user did so far: how many requests were carried out, and how long the last one
        /// waited.
        private final Map<String, Integer> done = new HashMap<>();

        private final Map<String, Long> longestWait = new HashMap<>();

        private record Sent(String user, Turn turn, long nanos) {}

        private final Deque<Sent> waiting = new ArrayDeque<>();
        private final List<Sent> running = new ArrayList<>();

        private void send(SeatQueues queues, String user, int width) {
            queues.arrive(Width.of(width), flow(user))
                    .ifPresent(turn -> waiting.add(new Sent(user, turn, nanos())));
        }

        /// One service time: what runs ends, and what may starts.
        private void step() {
            note();
            pass(MILLIS);
            List<Sent> ending = new ArrayList<>(running);
            running.clear();
            for (Sent each : ending) {
                done.merge(each.user(), 1, Integer::sum);
                each.turn().finish();
            }
            note();
        }

        private void note() {
            for (Sent each : List.copyOf(waiting)) {
                if (each.turn().isStarted()) {
                    waiting.remove(each);
                    running.add(each);
                    longestWait.merge(each.user(), nanos() - each.nanos(), Math::max);
                }
            }
        }

        @Test
        void aFloodDelaysWhoSendsLittleByNoMoreThanWhatIsRunning() {
            SeatQueues queues = queues(level(64, 6, 50), 4);
            for (int number = 0; number < 300; number++) {
                send(queues, "flood", 1);
            }
            for (int round = 0; round < 50; round++) {
                send(queues, "quiet", 1);
                step();
                send(queues, "flood", 1);
            }
            step();
            assertThat(done.get("quiet")).isEqualTo(50);
            assertThat(Duration.ofNanos(longestWait.get("quiet")))
                    .isLessThanOrEqualTo(Duration.ofMillis(MILLIS));
            assertThat(done.get("flood")).isGreaterThan(140);
            assertThat(Duration.ofNanos(longestWait.get("flood")))
                    .isGreaterThan(Duration.ofMillis(100));
        }

        @Test
        void seatsAreSharedEvenlyAmongThoseWhoAlwaysWantMore() {
            SeatQueues queues = queues(level(64, 1, 50), 3);
            List<String> users = List.of("a", "b", "c");
            for (int round = 0; round < 200; round++) {
                for (String user : users) {
                    // The third of them sends ten times as much.
                    for (int copies = user.equals("c") ? 10 : 1; copies > 0; copies--) {
                        send(queues, user, 1);
                    }
                }
                step();
            }
            assertThat(done.get("a")).isBetween(190, 210);
            assertThat(done.get("b")).isBetween(190, 210);
            assertThat(done.get("c")).isBetween(190, 210);
        }

        @Test
        void wideRequestsCountByTheirWidth() {
            SeatQueues queues = queues(level(64, 1, 50), 8);
            for (int round = 0; round < 400; round++) {
                send(queues, "wide", 4);
                send(queues, "narrow", 1);
                send(queues, "narrow", 1);
                send(queues, "narrow", 1);
                send(queues, "narrow", 1);
                send(queues, "narrow", 1);
                send(queues, "narrow", 1);
                send(queues, "narrow", 1);
                send(queues, "narrow", 1);
                step();
            }
            int seatsOfWide = 4 * done.get("wide");
            int seatsOfNarrow = done.get("narrow");
            assertThat((double) seatsOfWide / seatsOfNarrow).isBetween(0.8, 1.25);
        }

        @Test
        void whoWasSilentHasSavedUpNothing() {
            SeatQueues queues = queues(level(64, 1, 50), 2);
            for (int round = 0; round < 100; round++) {
                send(queues, "steady", 1);
                send(queues, "steady", 1);
                step();
            }
            int before = done.get("steady");
            for (int round = 0; round < 20; round++) {
                for (int copies = 0; copies < 4; copies++) {
                    send(queues, "late", 1);
                }
                send(queues, "steady", 1);
                send(queues, "steady", 1);
                step();
            }
            assertThat(done.get("steady") - before).isBetween(18, 24);
        }
    }
}
