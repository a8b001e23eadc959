package dev.purser.external.sync;

import dev.purser.client.cache.ObjectKey;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Counts synchronisations under the operator's names. Thread-safe.
final class SyncMetrics implements MetricsSource {
    private static final String PREFIX = "externalsecret_";

    private final KnownExternalSecrets known;
    private final Map<ObjectKey, Counts> counts = new ConcurrentHashMap<>();

    SyncMetrics(KnownExternalSecrets known) {
        this.known = known;
    }

    private record Counts(long calls, long errors, long lastNanos) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts and(Duration time, long failed) {
            return new Counts(calls + 1, errors + failed, time.toNanos());
        }
    }

    void succeeded(ObjectKey key, Duration time) {
        counts.merge(key, Counts.NONE.and(time, 0), (before, _) -> before.and(time, 0));
    }

    void failed(ObjectKey key, Duration time) {
        counts.merge(key, Counts.NONE.and(time, 1), (before, _) -> before.and(time, 1));
    }

    void forget(ObjectKey key) {
        counts.remove(key);
    }

    @Override
    public void writeTo(MetricsText text) {
        counter(
                text,
                "sync_calls_total",
                "Total number of the External Secret sync calls",
                Counts::calls);
        counter(
                text,
                "sync_calls_error",
                "Total number of the External Secret sync errors",
                Counts::errors);
        conditions(text);
        String duration = PREFIX + "reconcile_duration";
        text.family(
                duration,
                MetricsText.Type.GAUGE,
                "The duration time to reconcile the External Secret");
        counts.forEach((key, count) -> text.sample(duration, labels(key), count.lastNanos()));
    }

    private void counter(
            MetricsText text, String name, String help, Function<Counts, Long> number) {
        text.family(PREFIX + name, MetricsText.Type.COUNTER, help);
        counts.forEach((key, count) ->
                text.sample(PREFIX + name, labels(key), number.apply(count).longValue()));
    }

    private void conditions(MetricsText text) {
        String name = PREFIX + "status_condition";
        text.family(
                name, MetricsText.Type.GAUGE, "The status condition of a specific External Secret");
        known.forEachReady((key, ready) -> {
            for (String status : List.of("True", "False")) {
                text.sample(
                        name,
                        List.of(
                                Map.entry("condition", "Ready"),
                                Map.entry("name", key.name()),
                                Map.entry("namespace", key.namespace()),
                                Map.entry("status", status)),
                        ready.equals(status) ? 1L : 0L);
            }
        });
    }

    private static List<Map.Entry<String, String>> labels(ObjectKey key) {
        return List.of(Map.entry("name", key.name()), Map.entry("namespace", key.namespace()));
    }
}
