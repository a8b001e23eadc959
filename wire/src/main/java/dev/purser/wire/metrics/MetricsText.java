package dev.purser.wire.metrics;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Writes metrics in the text format of Prometheus, version 0.0.4. Not thread-safe.
///
/// See <https://prometheus.io/docs/instrumenting/exposition_formats/>.
public final class MetricsText {
    private final StringBuilder text = new StringBuilder();

    /// What kind of number a metric is.
    public enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM
    }

    /// Begins a metric; its samples follow.
    public void family(String name, Type type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        String word = type.name().toLowerCase(java.util.Locale.ROOT);
        text.append("# TYPE ").append(name).append(' ').append(word).append('\n');
    }

    /// @param labels name and value, in the order in which they are written
    public void sample(String name, List<Map.Entry<String, String>> labels, double value) {
        line(name, labels, number(value));
    }

    /// A sample that is a whole number.
    public void sample(String name, List<Map.Entry<String, String>> labels, long value) {
        line(name, labels, Long.toString(value));
    }

    /// A sample of an earlier moment.
    public void sample(
            String name, List<Map.Entry<String, String>> labels, double value, Instant time) {
        line(name, labels, number(value) + " " + time.toEpochMilli());
    }

    private void line(String name, List<Map.Entry<String, String>> labels, String value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{');
            String separator = "";
            for (Map.Entry<String, String> label : labels) {
                text.append(separator).append(label.getKey()).append("=\"");
                text.append(escaped(label.getValue())).append('"');
                separator = ",";
            }
            text.append('}');
        }
        text.append(' ').append(value).append('\n');
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
