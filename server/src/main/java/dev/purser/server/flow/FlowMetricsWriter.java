package dev.purser.server.flow;

import dev.purser.wire.metrics.Histogram;
import dev.purser.wire.metrics.MetricsText;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Writes metrics of the subsystem `apiserver_flowcontrol`. Not thread-safe.
final class FlowMetricsWriter {
    private static final String PREFIX = "apiserver_flowcontrol_";

    private final MetricsText text;
    private String histogram = "";

    FlowMetricsWriter(MetricsText text) {
        this.text = text;
    }

    void counter(String name, String help) {
        text.family(PREFIX + name, MetricsText.Type.COUNTER, help);
    }

    void gauge(String name, String help) {
        text.family(PREFIX + name, MetricsText.Type.GAUGE, help);
    }

    /// Begins a family of histograms.
    void histogram(String name, String help) {
        histogram = PREFIX + name;
        text.family(histogram, MetricsText.Type.HISTOGRAM, help);
    }

    /// One of the family that was begun last.
    void histogram(Histogram values, List<Map.Entry<String, String>> labels) {
        values.writeTo(text, histogram, labels);
    }

    void sample(String name, List<Map.Entry<String, String>> labels, long value) {
        text.sample(PREFIX + name, labels, value);
    }

    /// What each level has, could have and wants.
    void levels(Collection<FlowLevel> levels, SeatBorrowing.Outcome borrowing) {
        List<FlowLevel> sorted =
                levels.stream().sorted(Comparator.comparing(each -> each.level().name())).toList();
        level(sorted, "nominal_limit_seats", "Seats of its own.", each -> each.shares().nominal());
        level(sorted, "lower_limit_seats", "Seats never lent.", each -> each.shares().least());
        level(sorted, "upper_limit_seats", "Seats at most.", each -> each.shares().most());
        level(sorted, "current_limit_seats", "Seats now.", each -> each.queues().state().limit());
        level(
                sorted,
                "demand_seats_high_watermark",
                "Most seats wanted at once in the last period.",
                each -> each.queues().state().demand().highest());
        level(
                sorted,
                "demand_seats_average",
                "Seats wanted on average in the last period.",
                each -> each.queues().state().demand().average());
        level(
                sorted,
                "demand_seats_stdev",
                "Standard deviation of the seats wanted.",
                each -> each.queues().state().demand().deviation());
        level(
                sorted,
                "demand_seats_smoothed",
                "Seats wanted, falling slowly.",
                each -> each.queues().state().demand().smoothed());
        gauge("target_seats", "Seats that were aimed at.");
        borrowing
                .parts()
                .forEach((name, part) ->
                        text.sample(
                                PREFIX + "target_seats",
                                List.of(Map.entry("priority_level", name)),
                                part.target()));
        gauge("seat_fair_frac", "The part of what they wanted that all levels got.");
        text.sample(PREFIX + "seat_fair_frac", List.of(), borrowing.fairFraction());
    }

    private void level(
            List<FlowLevel> levels, String name, String help, ToDoubleFunction<FlowLevel> value) {
        gauge(name, help);
        for (FlowLevel each : levels) {
            text.sample(
                    PREFIX + name,
                    List.of(Map.entry("priority_level", each.level().name())),
                    value.applyAsDouble(each));
        }
    }
}
