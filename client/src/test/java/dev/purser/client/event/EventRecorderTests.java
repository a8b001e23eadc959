package dev.purser.client.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.ManualTimers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventRecorderTests {
    private static final GroupVersionResource EVENTS = new GroupVersionResource("", "v1", "events");

    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-01-01T00:00:00Z"));
    private final FakeApi api = new FakeApi(timers, new Random(3));
    private final EventWriter writer = new EventWriter(timers);
    private final EventRecorder recorder =
            new CountingEventRecorder(api, new EventSource("kubelet", "n1"), writer, timers);
    private final KubeObject pod = pod();
    private Duration step = Duration.ZERO;

    private static KubeObject pod() {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", "web");
        pod.metadata().put("uid", "u-1").put("resourceVersion", "17");
        return pod;
    }

    @AfterEach
    void close() {
        writer.close();
    }

    private List<KubeObject> events() {
        return api.list(EVENTS, "", ListOptions.all()).items();
    }

    private static int count(KubeObject event) {
        return event.json().path("count").asInt(0);
    }

    /// Waits until what was recorded so far has been written: writes keep their order.
    private List<KubeObject> written() {
        KubeObject last = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", "marker");
        recorder.normal(last, "Marker", "marker " + System.nanoTime());
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (events().stream().noneMatch(EventRecorderTests::isMarker)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            timers.advance(step);
            Thread.onSpinWait();
        }
        List<KubeObject> all = events();
        all.stream()
                .filter(EventRecorderTests::isMarker)
                .forEach(event ->
                        api.delete(Api.ObjectRef.of(EVENTS, event), DeleteOptions.defaults()));
        return all.stream().filter(event -> !isMarker(event)).toList();
    }

    private static boolean isMarker(KubeObject event) {
        return event.json().path("reason").asString("").equals("Marker");
    }

    @Test
    void writesTheFieldsThatReadersKnow() {
        recorder.record(
                ObjectReference.of(pod).withFieldPath("spec.containers{c}"),
                EventType.WARNING,
                "BackOff",
                "Back-off restarting");

        KubeObject event = written().getFirst();
        assertThat(event.name()).matches("web\\.[0-9a-f]{16}");
        assertThat(event.namespace()).isEqualTo("ns");
        assertThat(event.json().path("involvedObject").toString())
                .isEqualTo(
                        "{\"kind\":\"Pod\",\"namespace\":\"ns\",\"name\":\"web\",\"uid\":\"u-1\","
                                + "\"apiVersion\":\"v1\",\"resourceVersion\":\"17\","
                                + "\"fieldPath\":\"spec.containers{c}\"}");
        assertThat(event.json().path("type").asString()).isEqualTo("Warning");
        assertThat(event.json().path("source").toString())
                .isEqualTo("{\"component\":\"kubelet\",\"host\":\"n1\"}");
        assertThat(event.json().path("firstTimestamp").asString())
                .isEqualTo("2026-01-01T00:00:00Z");
        assertThat(event.json().path("reportingComponent").asString()).isEqualTo("kubelet");
        assertThat(count(event)).isOne();
    }

    @Test
    void putsEventsOfClusterScopedObjectsIntoTheDefaultNamespace() {
        KubeObject node = KubeObject.named(new GroupVersionKind("", "v1", "Node"), "", "n1");
        recorder.normal(node, "Starting", "Starting kubelet.");

        assertThat(written().getFirst().namespace()).isEqualTo("default");
    }

    @Nested
    class Repetitions {
        @Test
        void areCounted() {
            recorder.normal(pod, "Pulled", "present");
            timers.advance(Duration.ofSeconds(90));
            recorder.normal(pod, "Pulled", "present");

            List<KubeObject> events = written();
            assertThat(events).hasSize(1);
            assertThat(count(events.getFirst())).isEqualTo(2);
            assertThat(events.getFirst().json().path("firstTimestamp").asString())
                    .isEqualTo("2026-01-01T00:00:00Z");
            assertThat(events.getFirst().json().path("lastTimestamp").asString())
                    .isEqualTo("2026-01-01T00:01:30Z");
        }

        @Test
        void areWrittenAnewWhenTheEventIsGone() {
            recorder.normal(pod, "Pulled", "present");
            KubeObject first = written().getFirst();
            api.delete(Api.ObjectRef.of(EVENTS, first), DeleteOptions.defaults());
            recorder.normal(pod, "Pulled", "present");

            KubeObject again = written().getFirst();
            assertThat(count(again)).isEqualTo(2);
            assertThat(again.uid()).isNotEqualTo(first.uid());
        }

        @Test
        void inOtherWordsAreCombinedFromTheTenthOn() {
            for (int i = 1; i <= 12; i++) {
                recorder.warning(pod, "FailedCreate", "Error creating: " + i);
            }

            List<KubeObject> events = written();
            assertThat(events).hasSize(10);
            KubeObject combined =
                    events.stream()
                            .filter(event ->
                                    event.json()
                                            .path("message")
                                            .asString("")
                                            .startsWith("(combined from similar events): "))
                            .findFirst()
                            .orElseThrow();
            assertThat(count(combined)).isEqualTo(3);
            assertThat(combined.json().path("message").asString())
                    .isEqualTo("(combined from similar events): Error creating: 12");
            assertThat(combined.json().path("reportingComponent").asString()).isEmpty();
        }
    }

    @Nested
    class Limits {
        @Test
        void letAnObjectHaveTwentyFiveEventsAtOnceAndOneEveryFiveMinutes() {
            for (int i = 0; i < 40; i++) {
                recorder.normal(pod, "Same", "same");
            }
            assertThat(count(written().getFirst())).isEqualTo(25);

            timers.advance(Duration.ofMinutes(5));
            recorder.normal(pod, "Same", "same");
            recorder.normal(pod, "Same", "same");
            assertThat(count(written().getFirst())).isEqualTo(41);
        }

        @Test
        void waitForAServerThatIsAway() {
            api.faults()
                    .failNext(
                            call -> call.verb().equals("create"),
                            new ApiUnavailableException("away", new IOException()));
            recorder.normal(pod, "Pulled", "present");
            step = Duration.ofSeconds(1);

            assertThat(count(written().getFirst())).isOne();
        }
    }
}
