package dev.purser.server.measure;

import dev.purser.server.meter.Counter;
import dev.purser.server.meter.Counters;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;

/// What the parts of the server count. Thread-safe.
public record CountedMetrics(Counters counters) implements MetricsSource {
    @Override
    public void writeTo(MetricsText text) {
        counters.all().forEach(counter -> write(counter, text));
    }

    private static void write(Counter counter, MetricsText text) {
        text.family(counter.name(), MetricsText.Type.COUNTER, counter.help());
        counter.samples()
                .forEach(sample -> text.sample(counter.name(), sample.labels(), sample.value()));
    }
}
