package dev.purser.external.store;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.ObjectCache;
import dev.purser.controllers.object.Conditions;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Shows how the stores of one kind fare, under the operator's names. Thread-safe.
public final class StoreMetrics implements MetricsSource {
    private final String name;
    private final ObjectCache stores;

    public StoreMetrics(StoreKind kind, ObjectCache stores) {
        this.name = kind.kind().toLowerCase(Locale.ROOT) + "_status_condition";
        this.stores = stores;
    }

    @Override
    public void writeTo(MetricsText text) {
        text.family(
                name, MetricsText.Type.GAUGE, "The status condition of a specific Secret Store");
        stores.list().forEach(store -> write(text, store));
    }

    private void write(MetricsText text, KubeObject store) {
        String ready = Conditions.status(store.json().path("status"), "Ready");
        if (ready.isEmpty()) {
            return;
        }
        for (String status : List.of("True", "False")) {
            text.sample(
                    name,
                    List.of(
                            Map.entry("condition", "Ready"),
                            Map.entry("name", store.name()),
                            Map.entry("namespace", store.namespace()),
                            Map.entry("status", status)),
                    ready.equals(status) ? 1L : 0L);
        }
    }
}
