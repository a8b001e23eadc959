package dev.purser.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.meter.Counter;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class BackendTests {
    private final AuditMetrics metrics = new AuditMetrics();

    static AuditEvent event(String id) {
        ObjectNode status = JsonNodeFactory.instance.objectNode();
        status.putObject("metadata");
        status.put("code", 200);
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("a", "<b>&\u2028");
        Attributes attributes =
                new Attributes("update", "apps", "v1", "deployments", "scale", "ns", "d", "");
        Instant received = Instant.parse("2026-11-23T07:20:30.1Z");
        return new AuditEvent(
                AuditLevel.REQUEST_RESPONSE,
                id,
                AuditStage.RESPONSE_COMPLETE,
                new AuditEvent.Source("/apis?x=1", List.of("10.0.0.1"), "kubectl"),
                "update",
                Optional.of(
                        new Identity(
                                "alice",
                                "u1",
                                List.of("dev"),
                                Map.of("z", List.of("1", "2"), "a", List.of("b")))),
                Optional.of(
                        new AuditEvent.Impersonated(
                                Identity.of("bob", "ops"), "impersonate:user-info")),
                Optional.of(new AuditEvent.ObjectReference(attributes, "ns", "d", "uid1", "7")),
                Optional.of(status),
                body,
                body,
                received,
                received.plusMillis(5),
                Map.of("b", "2", "a", "1"));
    }

    @Test
    void aLineIsWrittenMemberForMemberAsKubernetesDoes() {
        assertThat(new String(new EventJson().line(event("id1")), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"kind\":\"Event\",\"apiVersion\":\"audit.k8s.io/v1\",\"level\":\"RequestResponse\",\"auditID\":\"id1\",\"stage\":\"ResponseComplete\",\"requestURI\":\"/apis?x=1\",\"verb\":\"update\",\"user\":{\"username\":\"alice\",\"uid\":\"u1\",\"groups\":[\"dev\"],\"extra\":{\"a\":[\"b\"],\"z\":[\"1\",\"2\"]}},\"impersonatedUser\":{\"username\":\"bob\",\"groups\":[\"ops\"]},\"authenticationMetadata\":{\"impersonationConstraint\":\"impersonate:user-info\"},\"sourceIPs\":[\"10.0.0.1\"],\"userAgent\":\"kubectl\",\"objectRef\":{\"resource\":\"deployments\",\"namespace\":\"ns\",\"name\":\"d\",\"uid\":\"uid1\",\"apiGroup\":\"apps\",\"apiVersion\":\"v1\",\"resourceVersion\":\"7\",\"subresource\":\"scale\"},\"responseStatus\":{\"metadata\":{},\"code\":200},\"requestObject\":{\"a\":\"\\u003cb\\u003e\\u0026\\u2028\"},\"responseObject\":{\"a\":\"\\u003cb\\u003e\\u0026\\u2028\"},\"requestReceivedTimestamp\":\"2026-11-23T07:20:30.100000Z\",\"stageTimestamp\":\"2026-11-23T07:20:30.105000Z\",\"annotations\":{\"a\":\"1\",\"b\":\"2\"}}\n");
    }

    private long errors(String plugin) {
        return metrics.counters().all().stream()
                .filter(counter -> counter.name().equals("apiserver_audit_error_total"))
                .flatMap(counter -> counter.samples().stream())
                .filter(sample -> sample.labels().contains(Map.entry("plugin", plugin)))
                .mapToLong(Counter.Sample::value)
                .sum();
    }

    /// A log on a disk that may be full.
    private static final class Disk implements LogBackend.LineOutput {
        private final List<String> ids = new ArrayList<>();
        private boolean full;

        @Override
        public void write(byte[] line) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
            String text = new String(line, StandardCharsets.UTF_8);
            ids.add(text.replaceAll("(?s).*\"auditID\":\"([^\"]*)\".*", "$1"));
        }

        @Override
        public void close() {
            ids.add("closed");
        }
    }

    @Test
    void whatAFullDiskRefusedIsWrittenWhenThereIsRoom() {
        Disk disk = new Disk();
        LogBackend log = new LogBackend(disk, metrics, 1 << 20);

        assertThat(log.process(event("1"))).isTrue();
        disk.full = true;
        assertThat(log.process(event("2"))).isFalse();
        assertThat(log.isReady()).isFalse();
        assertThat(log.process(event("3"))).isFalse();
        assertThat(errors("log")).isEqualTo(2);
        disk.full = false;
        assertThat(log.isReady()).isTrue();
        assertThat(log.process(event("4"))).isTrue();
        log.close();

        assertThat(disk.ids).containsExactly("1", "2", "3", "4", "closed");
    }

    @Test
    void memoryIsBoundedWhileADiskIsFull() {
        Disk disk = new Disk();
        disk.full = true;
        LogBackend log = new LogBackend(disk, metrics, 5000);

        for (int i = 0; i < 100; i++) {
            assertThat(log.process(event("e" + i))).isFalse();
        }
        disk.full = false;
        log.close();

        assertThat(disk.ids).hasSizeBetween(3, 8).endsWith("e98", "e99", "closed");
    }

    @Test
    void aForgivingLogLetsRequestsGoOn() {
        Disk disk = new Disk();
        disk.full = true;
        AuditBackend log = new ForgivingBackend(new LogBackend(disk, metrics, 1 << 20));

        assertThat(log.isReady()).isTrue();
        assertThat(log.process(event("1"))).isTrue();
        assertThat(errors("log")).isEqualTo(1);
    }

    @Test
    @Timeout(20)
    void aBufferHandsOverInBatchesAndLosesNothingWhenItIsClosed() {
        List<Integer> sizes = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        BufferedBackend buffer =
                new BufferedBackend(
                        batch -> {
                            sizes.add(batch.size());
                            batch.forEach(event -> ids.add(event.id()));
                        },
                        new BufferedBackend.Batching(1000, 10, Duration.ofHours(1)),
                        metrics);

        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 95; i++) {
            sent.add("e" + i);
            assertThat(buffer.process(event("e" + i))).isTrue();
        }
        buffer.close();

        assertThat(ids).isEqualTo(sent);
        assertThat(sizes).allMatch(size -> size <= 10);
        assertThat(buffer.process(event("late"))).isTrue();
        assertThat(errors("buffered")).isEqualTo(1);
    }

    @Test
    @Timeout(20)
    void aFullBufferDropsAndCounts() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<String> ids = new ArrayList<>();
        BufferedBackend buffer =
                new BufferedBackend(
                        batch -> {
                            busy.countDown();
                            await(release);
                            batch.forEach(event -> ids.add(event.id()));
                        },
                        new BufferedBackend.Batching(2, 1, Duration.ofSeconds(1)),
                        metrics);

        boolean _ = buffer.process(event("1"));
        busy.await();
        for (String id : List.of("2", "3", "4", "5")) {
            assertThat(buffer.process(event(id))).isTrue();
        }
        assertThat(errors("buffered")).isEqualTo(2);
        release.countDown();
        buffer.close();

        assertThat(ids).containsExactly("1", "2", "3");
    }

    private static void await(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void eventsThatAreTooLargeLoseTheirBodies() {
        List<AuditEvent> taken = new ArrayList<>();
        EventJson json = new EventJson();
        int whole = json.size(event("1"));
        AuditBackend sink =
                event -> {
                    taken.add(event);
                    return true;
                };

        assertThat(new TruncatingBackend(sink, whole, metrics).process(event("1"))).isTrue();
        assertThat(new TruncatingBackend(sink, whole - 1, metrics).process(event("2"))).isTrue();
        assertThat(new TruncatingBackend(sink, 100, metrics).process(event("3"))).isTrue();

        assertThat(taken).extracting(AuditEvent::id).containsExactly("1", "2");
        assertThat(taken.getFirst().requestObject()).isNotNull();
        assertThat(taken.getLast().requestObject()).isNull();
        assertThat(taken.getLast().responseObject()).isNull();
        assertThat(taken.getLast().annotations()).containsEntry("audit.k8s.io/truncated", "true");
        assertThat(errors("truncate")).isEqualTo(1);
    }
}
