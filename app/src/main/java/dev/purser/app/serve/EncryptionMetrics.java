package dev.purser.app.serve;

import dev.purser.encryption.kms.KeyIds;
import dev.purser.encryption.live.EncryptionObserver;
import dev.purser.wire.metrics.Histogram;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.DoubleAdder;

/// What is counted of encryption, under kube-apiserver's names. Thread-safe.
final class EncryptionMetrics implements EncryptionObserver, MetricsSource {
    private static final String ENVELOPE = "apiserver_envelope_encryption_";
    private static final String CONTROLLER = "apiserver_encryption_config_controller_";
    private static final List<String> USE_LABELS =
            List.of("transformation_type", "provider_name", "key_id_hash", "apiserver_id_hash");

    private final InstantSource clock;
    private final String serverIdHash;
    private final Map<List<String>, Histogram> calls = sorted();
    private final Map<List<String>, Number> uses = sorted();
    private final Map<List<String>, Number> lastUses = sorted();
    private final Map<List<String>, Number> lastStatuses = sorted();
    private final Map<List<String>, Number> invalidStatuses = sorted();
    private final Map<List<String>, Number> cached = sorted();
    private final Map<List<String>, Number> misses = sorted();
    private final Map<List<String>, Number> reloads = sorted();
    private final Map<List<String>, Number> lastReloads = sorted();
    private volatile String configHash = "";

    /// @param hostName tells this server's metrics from another's
    EncryptionMetrics(InstantSource clock, String hostName) {
        this.clock = clock;
        this.serverIdHash = KeyIds.hash("apiserver-" + hostName);
    }

    private static <V> Map<List<String>, V> sorted() {
        return new ConcurrentSkipListMap<>((a, b) -> a.toString().compareTo(b.toString()));
    }

    private double now() {
        return clock.millis() / 1e3;
    }

    private static void count(Map<List<String>, Number> counts, String... labels) {
        ((DoubleAdder) counts.computeIfAbsent(List.of(labels), _ -> new DoubleAdder())).add(1);
    }

    @Override
    public void called(String provider, String method, String code, Duration took) {
        calls.computeIfAbsent(List.of(provider, method, code), _ -> new Histogram(bounds()))
                .record(took);
    }

    /// From 0.1 ms, each twice the one before.
    private static double[] bounds() {
        double[] bounds = new double[20];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = 0.0001 * (1 << i);
        }
        return bounds;
    }

    @Override
    public void used(String provider, Direction direction, String keyId) {
        String type = direction.name().toLowerCase(Locale.ROOT);
        String id = KeyIds.hash(keyId);
        count(uses, type, provider, id, serverIdHash);
        lastUses.put(List.of(type, provider, id, serverIdHash), now());
    }

    @Override
    public void announced(String provider, String keyId) {
        lastStatuses.put(List.of(provider, KeyIds.hash(keyId), serverIdHash), now());
    }

    @Override
    public void announcedInvalid(String provider, String error) {
        count(invalidStatuses, provider, error);
    }

    @Override
    public void unwrapped(String provider, int known) {
        count(misses);
        cached.put(List.of(provider), known);
    }

    @Override
    public void loaded(String hash) {
        configHash = hash;
    }

    @Override
    public void reloaded(String hash) {
        configHash = hash;
        ended("success");
    }

    @Override
    public void reloadFailed() {
        ended("failure");
    }

    private void ended(String status) {
        count(reloads, status, serverIdHash);
        lastReloads.put(List.of(status, serverIdHash), now());
    }

    @Override
    public void writeTo(MetricsText text) {
        plugins(text);
        List<String> reload = List.of("status", "apiserver_id_hash");
        write(
                text,
                new Family(
                        CONTROLLER + "automatic_reloads_total",
                        MetricsText.Type.COUNTER,
                        "Reloads of the encryption configuration.",
                        reload),
                reloads);
        write(
                text,
                new Family(
                        CONTROLLER + "automatic_reload_last_timestamp_seconds",
                        MetricsText.Type.GAUGE,
                        "When the encryption configuration was last reloaded.",
                        reload),
                lastReloads);
        write(
                text,
                new Family(
                        CONTROLLER + "last_config_info",
                        MetricsText.Type.GAUGE,
                        "The encryption configuration in use.",
                        List.of("apiserver_id_hash", "hash")),
                configHash.isEmpty() ? Map.of() : Map.of(List.of(serverIdHash, configHash), 1));
    }

    private void plugins(MetricsText text) {
        String latency = ENVELOPE + "kms_operations_latency_seconds";
        if (!calls.isEmpty()) {
            text.family(latency, MetricsText.Type.HISTOGRAM, "How long calls of KMS plugins take.");
        }
        List<String> names = List.of("provider_name", "method_name", "grpc_status_code");
        calls.forEach((values, calls) -> calls.writeTo(text, latency, labels(names, values)));
        write(
                text,
                new Family(
                        ENVELOPE + "key_id_hash_total",
                        MetricsText.Type.COUNTER,
                        "Values sealed and opened by the key of a plugin.",
                        USE_LABELS),
                uses);
        write(
                text,
                new Family(
                        ENVELOPE + "key_id_hash_last_timestamp_seconds",
                        MetricsText.Type.GAUGE,
                        "When a key of a plugin was last used.",
                        USE_LABELS),
                lastUses);
        write(
                text,
                new Family(
                        ENVELOPE + "key_id_hash_status_last_timestamp_seconds",
                        MetricsText.Type.GAUGE,
                        "When a plugin last named a key as its own.",
                        List.of("provider_name", "key_id_hash", "apiserver_id_hash")),
                lastStatuses);
        write(
                text,
                new Family(
                        ENVELOPE + "invalid_key_id_from_status_total",
                        MetricsText.Type.COUNTER,
                        "Ids of keys from plugins that cannot be.",
                        List.of("provider_name", "error")),
                invalidStatuses);
        write(
                text,
                new Family(
                        ENVELOPE + "dek_source_cache_size",
                        MetricsText.Type.GAUGE,
                        "Unwrapped keys that are kept.",
                        List.of("provider_name")),
                cached);
        write(
                text,
                new Family(
                        "apiserver_storage_envelope_transformation_cache_misses_total",
                        MetricsText.Type.COUNTER,
                        "Keys that a plugin had to unwrap.",
                        List.of()),
                misses);
    }

    private record Family(String name, MetricsText.Type type, String help, List<String> labels) {}

    private static void write(
            MetricsText text, Family family, Map<List<String>, ? extends Number> values) {
        if (values.isEmpty()) {
            return;
        }
        text.family(family.name(), family.type(), family.help());
        values.forEach((labels, value) ->
                text.sample(family.name(), labels(family.labels(), labels), value.doubleValue()));
    }

    private static List<Map.Entry<String, String>> labels(List<String> names, List<String> values) {
        List<Map.Entry<String, String>> labels = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            labels.add(Map.entry(names.get(i), values.get(i)));
        }
        return labels;
    }
}
