package dev.purser.external.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.testing.ManualTimers;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SparingTests {
    private static final ProviderException AWAY = new ProviderException(Kind.UNAVAILABLE, "away");
    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-01-01T00:00:00Z"));

    @Nested
    class Circuits {
        private final Circuit circuit = new Circuit(timers, new Random(1));

        @Test
        void oneTriesAndTheOthersAreToldTheFailure() throws ProviderException {
            circuit.enter();
            circuit.fails(AWAY);
            assertThatThrownBy(circuit::enter).hasMessage("away");
            timers.advance(Duration.ofSeconds(2));
            circuit.enter();
            assertThatThrownBy(circuit::enter).hasMessage("away");
            assertThat(circuit.works()).isTrue();
            circuit.enter();
            circuit.enter();
        }

        @Test
        void pausesGrowUpToTwoMinutes() throws ProviderException {
            Duration longest = Duration.ZERO;
            for (int i = 0; i < 12; i++) {
                circuit.enter();
                Duration pause = circuit.fails(AWAY).retryAfter().orElseThrow();
                assertThat(pause).isBetween(Duration.ofMillis(500), Duration.ofMinutes(2));
                longest = pause.compareTo(longest) > 0 ? pause : longest;
                timers.advance(pause);
            }
            assertThat(longest).isGreaterThan(Duration.ofMinutes(1));
        }

        @Test
        void pauseIsAsLongAsTheProviderAsks() throws ProviderException {
            circuit.enter();
            ProviderException throttled =
                    ProviderException.throttled("slow down", Duration.ofMinutes(10));
            assertThat(circuit.fails(throttled).retryAfter()).contains(Duration.ofMinutes(10));
            timers.advance(Duration.ofMinutes(9));
            assertThatThrownBy(circuit::enter).hasMessage("slow down");
        }

        @Test
        void aTrialThatTellsNothingLeavesTheTrialToTheNext() throws ProviderException {
            circuit.enter();
            circuit.fails(AWAY);
            timers.advance(Duration.ofSeconds(2));
            circuit.enter();
            circuit.leave();
            circuit.enter();
            assertThat(circuit.failure()).isPresent();
        }
    }

    @Nested
    class Shared {
        private final SharedReads reads = new SharedReads();
        private final AtomicInteger asked = new AtomicInteger();
        private final CountDownLatch answer = new CountDownLatch(1);

        private String ask() throws InterruptedException {
            int number = asked.incrementAndGet();
            answer.await();
            return "answer " + number;
        }

        private CompletableFuture<String> begin() {
            CompletableFuture<String> result = new CompletableFuture<>();
            Thread.ofVirtual()
                    .start(() -> {
                        try {
                            result.complete(reads.read("q", String.class, this::ask));
                        } catch (ProviderException | InterruptedException e) {
                            result.completeExceptionally(e);
                        }
                    });
            return result;
        }

        private void awaitAsked(int times) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (asked.get() < times && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(asked.get()).isEqualTo(times);
        }

        @Test
        void whoAsksAfterAChangeHasAnAnswerOfTheirOwn() throws Exception {
            CompletableFuture<String> before = begin();
            awaitAsked(1);
            reads.forget();
            CompletableFuture<String> after = begin();
            awaitAsked(2);
            answer.countDown();
            assertThat(before.get(10, TimeUnit.SECONDS)).isEqualTo("answer 1");
            assertThat(after.get(10, TimeUnit.SECONDS)).isEqualTo("answer 2");
        }

        @Test
        void failureIsSharedAndTheNextQuestionIsAsked() throws Exception {
            assertThatThrownBy(() ->
                            reads.read(
                                    "q",
                                    String.class,
                                    () -> {
                                        throw AWAY;
                                    }))
                    .isSameAs(AWAY);
            answer.countDown();
            assertThat(reads.read("q", String.class, this::ask)).isEqualTo("answer 1");
        }
    }

    @Nested
    class Specifications {
        private StoreSpec read(String annotations, String spec) throws ProviderException {
            return StoreSpec.of(
                    StoreKind.SECRET_STORE,
                    KubeObject.of(
                            (ObjectNode)
                                    JsonMapper.shared()
                                            .readTree(
                                                    "{\"metadata\":{\"name\":\"s\",\"annotations\":{%s}},\"spec\":{%s}}"
                                                            .formatted(annotations, spec))));
        }

        @Test
        void limitsAreThoseOfTheStore() throws ProviderException {
            StoreSpec spec =
                    read(
                            "\"external-secrets.purser.dev/calls-per-second\":\"0.5\",\"external-secrets.purser.dev/calls-at-once\":\"2\"",
                            "\"provider\":{\"x\":{}},\"retrySettings\":{\"maxRetries\":3,\"retryInterval\":\"2s\"},\"refreshInterval\":\"1m\"");
            assertThat(spec.limits()).isEqualTo(new StoreLimits(0.5, 2, 3, Duration.ofSeconds(2)));
            assertThat(spec.refresh()).isEqualTo(Duration.ofMinutes(1));
            assertThat(read("", "\"provider\":{\"x\":{}},\"refreshInterval\":60").refresh())
                    .isEqualTo(Duration.ofMinutes(1));
            assertThat(read("", "\"provider\":{\"x\":{}}").limits()).isEqualTo(StoreLimits.DEFAULT);
        }

        @Test
        void nonsenseIsRefused() {
            assertThatThrownBy(() -> read("", "\"provider\":{}")).hasMessageContaining("exactly");
            assertThatThrownBy(() -> read("", "\"provider\":{\"x\":{},\"y\":{}}"))
                    .hasMessageContaining("exactly one provider");
            assertThatThrownBy(() ->
                            read(
                                    "\"external-secrets.purser.dev/calls-per-second\":\"-1\"",
                                    "\"provider\":{\"x\":{}}"))
                    .hasMessageContaining("above 0");
            assertThatThrownBy(
                            () -> read("", "\"provider\":{\"x\":{}},\"refreshInterval\":\"soon\""))
                    .hasMessageContaining("no duration");
        }

        @Test
        void referencesWithoutNamespaceAreTheUsersOwn() {
            assertThat(referent("{\"auth\":{\"tokenSecretRef\":{\"name\":\"a\",\"key\":\"k\"}}}"))
                    .isTrue();
            assertThat(
                            referent(
                                    "{\"auth\":{\"tokenSecretRef\":{\"name\":\"a\",\"key\":\"k\",\"namespace\":\"n\"}}}"))
                    .isFalse();
            assertThat(
                            referent(
                                    "{\"auth\":{\"kubernetes\":{\"serviceAccountRef\":{\"name\":\"a\"}}}}"))
                    .isTrue();
            assertThat(referent("{\"name\":\"team\"}")).isFalse();
            assertThat(referent("{\"list\":[{\"secretRef\":{\"name\":\"a\"}}]}")).isTrue();
        }

        private static boolean referent(String configuration) {
            return ReferentCheck.isReferent(JsonMapper.shared().readTree(configuration));
        }
    }
}
