package dev.purser.external.store;

import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts the calls to providers (`externalsecret_provider_api_calls_count`). Thread-safe.
public final class ProviderCalls implements MetricsSource {
    private static final String NAME = "externalsecret_provider_api_calls_count";

    private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

    void succeeded(String provider, String call) {
        count(provider, call, "success");
    }

    void failed(String provider, String call) {
        count(provider, call, "error");
    }

    private void count(String provider, String call, String status) {
        String key = provider + "\n" + call + "\n" + status;
        counts.computeIfAbsent(key, _ -> new LongAdder()).increment();
    }

    /// How many calls there were in all.
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }

    @Override
    public void writeTo(MetricsText text) {
        text.family(
                NAME, MetricsText.Type.COUNTER, "Number of API calls towards the secret provider");
        counts.forEach((key, count) -> {
            String[] parts = key.split("\n", -1);
            text.sample(
                    NAME,
                    List.of(
                            Map.entry("provider", parts[0]),
                            Map.entry("call", parts[1]),
                            Map.entry("status", parts[2])),
                    count.sum());
        });
    }
}
