package dev.purser.server.meter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// Something that is counted, apart by the values of some labels. Thread-safe.
///
/// Whoever counts sees to it that labels have few values: each combination is kept for good.
public final class Counter {
    private final String name;
    private final String help;
    private final List<String> labels;
    private final Map<String, Count> counts = new ConcurrentSkipListMap<>();

    private record Count(List<String> values, LongAdder sum) {}

    /// What was counted for one combination of labels.
    ///
    /// @param labels name and value, in the order of the counter
    public record Sample(List<Map.Entry<String, String>> labels, long value) {}

    Counter(String name, String help, List<String> labels) {
        this.name = name;
        this.help = help;
        this.labels = List.copyOf(labels);
    }

    /// Counts one more.
    ///
    /// @param values of the labels, in their order
    public void increment(String... values) {
        add(1, values);
    }

    /// Counts some more; 0 makes the combination show before anything was counted.
    public void add(long amount, String... values) {
        if (values.length != labels.size()) {
            throw new IllegalArgumentException(
                    "%s has %d labels, not %d".formatted(name, labels.size(), values.length));
        }
        counts.computeIfAbsent(
                        String.join("\u0000", values),
                        _ -> new Count(List.of(values), new LongAdder()))
                .sum()
                .add(amount);
    }

    public String name() {
        return name;
    }

    /// What the number means, in one line.
    public String help() {
        return help;
    }

    /// What was counted so far, ordered by the values of the labels.
    public List<Sample> samples() {
        return counts.values().stream()
                .map(count -> new Sample(labelled(count.values()), count.sum().sum()))
                .toList();
    }

    private List<Map.Entry<String, String>> labelled(List<String> values) {
        List<Map.Entry<String, String>> entries = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            entries.add(Map.entry(labels.get(i), values.get(i)));
        }
        return entries;
    }
}
