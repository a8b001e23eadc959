package dev.purser.cel.rule;

import dev.purser.api.status.FieldErrors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// What all rules of a schema may cost together. Not thread-safe.
final class TotalCost {
    private static final long MAX = 100_000_000;
    private static final int NAMED_MAX = 4;

    private final List<RuleCost> expensive = new ArrayList<>();
    private long total;

    private record RuleCost(String path, long cost) {}

    void add(String path, long cost) {
        total = total + cost < 0 ? Long.MAX_VALUE : total + cost;
        if (cost >= MAX / 100) {
            expensive.add(new RuleCost(path, cost));
        }
    }

    /// Refuses a schema whose rules cost too much together, and names the worst.
    void report(String path, FieldErrors errors) {
        if (total <= MAX) {
            return;
        }
        expensive.stream()
                .sorted(Comparator.comparingLong(RuleCost::cost).reversed())
                .limit(NAMED_MAX)
                .forEach(rule ->
                        errors.forbidden(
                                rule.path(),
                                "contributed to estimated rule cost total exceeding cost limit for"
                                        + " entire OpenAPIv3 schema"));
        errors.forbidden(
                path,
                message(
                        "x-kubernetes-validations estimated rule cost total for entire OpenAPIv3"
                                + " schema",
                        total,
                        MAX));
    }

    /// How much more than allowed something costs.
    static String message(String what, long cost, long max) {
        double factor = (double) cost / max;
        String shown =
                factor > 100
                        ? "more than 100x"
                        : String.format(Locale.ROOT, factor < 1.5 ? "%fx" : "%.1fx", factor);
        return ("%s exceeds budget by factor of %s (try simplifying the rule, or adding maxItems,"
                        + " maxProperties, and maxLength where arrays, maps, and strings are"
                        + " declared)")
                .formatted(what, shown);
    }
}
