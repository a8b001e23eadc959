package dev.purser.bench.node;

import dev.purser.bench.Figures;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Shows what was measured, as it is measured for people, and all in the end for programs.
final class NodeReport {
    private final PrintStream out;
    private final boolean json;
    private final ArrayNode rows = JsonNodeFactory.instance.arrayNode();

    NodeReport(PrintStream out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /// One figure of one cluster.
    record Row(String what, String cluster, String text, ObjectNode values) {
        static Row times(String what, String cluster, List<Long> nanos) {
            long[] all = nanos.stream().mapToLong(Long::longValue).toArray();
            Figures figures = Figures.of(what, all, 1);
            ObjectNode values = JsonNodeFactory.instance.objectNode();
            values.put("samples", all.length);
            values.put("p50Millis", figures.millis(0.5));
            values.put("p99Millis", figures.millis(0.99));
            values.put("maxMillis", figures.millis(1));
            String text =
                    String.format(
                            Locale.ROOT,
                            "n=%-5d p50 %9.1f ms   p99 %9.1f ms   max %9.1f ms",
                            all.length,
                            figures.millis(0.5),
                            figures.millis(0.99),
                            figures.millis(1));
            return new Row(what, cluster, text, values);
        }

        /// @param share of one processor, in percent
        static Row usage(String what, String cluster, double share, AgentUsage usage) {
            long anonymous = usage.anonymousBytes() >> 20;
            ObjectNode values = JsonNodeFactory.instance.objectNode();
            values.put("processorPercent", share).put("anonymousMegabytes", anonymous);
            String text =
                    String.format(
                            Locale.ROOT,
                            "%.2f %% of a processor, %d MB anonymous",
                            share,
                            anonymous);
            if (usage.residentBytes().isPresent()) {
                long resident = usage.residentBytes().getAsLong() >> 20;
                values.put("residentMegabytes", resident);
                text += ", %d MB resident".formatted(resident);
            }
            return new Row(what, cluster, text, values);
        }

        static Row note(String what, String cluster, String note) {
            ObjectNode values = JsonNodeFactory.instance.objectNode().put("note", note);
            return new Row(what, cluster, note, values);
        }
    }

    void add(Row row) {
        ObjectNode entry = rows.addObject().put("measure", row.what());
        entry.put("cluster", row.cluster()).setAll(row.values());
        if (!json) {
            out.printf(Locale.ROOT, "%-58s %-14s %s%n", row.what(), row.cluster(), row.text());
            out.flush();
        }
    }

    void end() {
        if (json) {
            out.println(
                    JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(rows));
        }
    }
}
