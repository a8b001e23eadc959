package dev.purser.wire.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTextTests {
    @Test
    void writesFamiliesAndSamples() {
        MetricsText text = new MetricsText();
        text.family("x_total", MetricsText.Type.COUNTER, "Help.");
        text.sample("x_total", List.of(Map.entry("a", "1"), Map.entry("b", "\"\\\n")), 2);
        text.sample("x_total", List.of(), 0.5);
        assertThat(text.toString())
                .isEqualTo(
                        """
                        # HELP x_total Help.
                        # TYPE x_total counter
                        x_total{a="1",b="\\"\\\\\\n"} 2
                        x_total 0.5
                        """);
    }

    @Test
    void bucketsOfAHistogramAddUp() {
        Histogram histogram = Histogram.ofRequests();
        histogram.record(Duration.ofMillis(5));
        histogram.record(Duration.ofMillis(30));
        histogram.record(Duration.ofMinutes(5));
        MetricsText text = new MetricsText();
        histogram.writeTo(text, "d", List.of());
        assertThat(text.toString())
                .contains("d_bucket{le=\"0.005\"} 1\n")
                .contains("d_bucket{le=\"0.05\"} 2\n")
                .contains("d_bucket{le=\"60\"} 2\n")
                .contains("d_bucket{le=\"+Inf\"} 3\n")
                .contains("d_sum 300.035\n")
                .endsWith("d_count 3\n");
    }
}
