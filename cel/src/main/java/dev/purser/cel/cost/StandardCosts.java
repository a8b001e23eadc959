package dev.purser.cel.cost;

import java.util.List;

/// What the functions of CEL itself cost.
final class StandardCosts {
    static final double READ = 0.1;

    private static final double PATTERN = 0.25;

    private StandardCosts() {}

    static CallEstimate estimate(String overload, List<Term> terms) {
        return switch (overload) {
            case "string_format" -> CallEstimate.of(read(terms, 0));
            case "string_to_bytes" -> {
                Range size = size(terms, 0);
                yield CallEstimate.of(
                        size.times(READ), new Range(size.min(), Range.multiply(size.max(), 4)));
            }
            case "bytes_to_string" -> {
                Range size = size(terms, 0);
                yield CallEstimate.of(size.times(READ), new Range(size.min() / 4, size.max()));
            }
            case "strings_quote" -> {
                Range size = size(terms, 0);
                yield CallEstimate.of(
                        size.times(READ),
                        new Range(
                                Range.add(size.min(), 2),
                                Range.add(Range.multiply(size.max(), 2), 2)));
            }
            case "starts_with_string", "ends_with_string" -> CallEstimate.of(read(terms, 1));
            case "in_list" -> CallEstimate.of(size(terms, 1));
            case "matches", "matches_string" ->
                    CallEstimate.of(
                            size(terms, 0)
                                    .plus(Range.ONE)
                                    .times(READ)
                                    .times(size(terms, 1).times(PATTERN)));
            case "contains_string" -> CallEstimate.of(read(terms, 0).times(read(terms, 1)));
            case "less_string",
                    "greater_string",
                    "less_equals_string",
                    "greater_equals_string",
                    "less_bytes",
                    "greater_bytes",
                    "less_equals_bytes",
                    "greater_equals_bytes",
                    "equals",
                    "not_equals" ->
                    comparison(terms);
            default -> CallEstimate.of(Range.ONE);
        };
    }

    private static CallEstimate comparison(List<Term> terms) {
        long most = Math.min(size(terms, 0).max(), size(terms, 1).max());
        return CallEstimate.of(new Range(most > 0 ? 1 : 0, most).times(READ));
    }

    private static Range size(List<Term> terms, int index) {
        return terms.get(index).sizeOrUnknown();
    }

    private static Range read(List<Term> terms, int index) {
        return size(terms, index).times(READ);
    }
}
