package dev.purser.server.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterTests {
    private final Counters counters = new Counters();
    private final Counter counter = counters.add("b_total", "Of tests.", "mode", "resource");

    @Test
    void countsEachCombinationOfLabels() {
        counter.increment("warn", "pod");
        counter.increment("audit", "pod");
        counter.increment("warn", "pod");
        counter.add(0, "warn", "");

        assertThat(counter.samples())
                .containsExactly(
                        sample("audit", "pod", 1), sample("warn", "", 0), sample("warn", "pod", 2));
    }

    @Test
    void wantsAValueForEachLabel() {
        assertThatThrownBy(() -> counter.increment("warn"))
                .hasMessage("b_total has 2 labels, not 1");
    }

    @Test
    void areShownByName() {
        counters.add("a_total", "Of tests.");

        assertThat(counters.all()).extracting(Counter::name).containsExactly("a_total", "b_total");
    }

    private static Counter.Sample sample(String mode, String resource, long value) {
        return new Counter.Sample(
                List.of(Map.entry("mode", mode), Map.entry("resource", resource)), value);
    }
}
