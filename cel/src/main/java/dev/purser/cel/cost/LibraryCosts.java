package dev.purser.cel.cost;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the functions of Kubernetes' libraries cost, and those of the extensions.
///
/// @param sizes the sizes that the schema declares
record LibraryCosts(Sizes sizes) {
    private static final double READ = 0.1;
    private static final double PATTERN = 0.25;
    private static final int NAMED_PATTERN_LENGTH = 128;
    private static final int FORMAT_LENGTH = 64;
    private static final Range ADDRESS = new Range(4, 16);

    /// Empty for a function that is not of these libraries.
    ///
    /// @param terms the receiver of a method first
    Optional<CallEstimate> estimate(String function, String overload, List<Term> terms) {
        return Optional.ofNullable(
                switch (function) {
                    case "check" -> CallEstimate.of(Range.fixed(350_000));
                    case "fieldSelector", "labelSelector" -> selector(terms);
                    case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
                            traversal(terms.getFirst());
                    case "url",
                            "jsonpatch.escapeKey",
                            "lowerAscii",
                            "upperAscii",
                            "substring",
                            "trim" ->
                            CallEstimate.of(read(terms.getFirst()), size(terms.getFirst()));
                    case "replace" -> replace(terms);
                    case "split" -> split(terms);
                    case "join" -> join(terms);
                    case "find", "findAll" -> find(terms);
                    case "cidr", "isIP", "isCIDR", "quantity", "isQuantity", "semver", "isSemver" ->
                            CallEstimate.of(read(terms.getFirst()));
                    case "ip" ->
                            overload.equals("cidr_ip")
                                    ? CallEstimate.of(Range.ONE)
                                    : CallEstimate.of(read(terms.getFirst()));
                    case "ip.isCanonical" ->
                            CallEstimate.of(size(terms.getFirst()).times(2 * READ));
                    case "containsIP" -> network(overload, "cidr_contains_ip_string", terms, false);
                    case "containsCIDR" ->
                            network(overload, "cidr_contains_cidr_string", terms, true);
                    case "validate" ->
                            CallEstimate.of(
                                    read(terms.get(1)).times(NAMED_PATTERN_LENGTH * PATTERN));
                    case "_==_" -> equality(terms);
                    default -> extension(overload, terms);
                });
    }

    private Range size(Term term) {
        return term.size().or(() -> sizes.declared(term.path())).orElse(Range.UNKNOWN);
    }

    private Range read(Term term) {
        return size(term).times(READ);
    }

    private CallEstimate selector(List<Term> terms) {
        Range length = size(terms.get(1));
        Range requirements = length.times(0.5).times(50.0);
        return CallEstimate.of(Range.fixed(10).plus(length.times(READ)).plus(requirements));
    }

    private CallEstimate traversal(Term target) {
        if (target.type().parameters().isEmpty()) {
            return CallEstimate.of(read(target));
        }
        CelKind kind = target.elementType().kind();
        Range element = Range.ONE;
        if (kind == CelKind.STRING || kind == CelKind.BYTES) {
            element = element.plus(elementSize(target).times(READ));
        }
        return CallEstimate.of(size(target).times(element));
    }

    private Range elementSize(Term list) {
        if (list.path().isEmpty()) {
            return Range.UNKNOWN;
        }
        List<String> path = new ArrayList<>(list.path());
        path.add("@items");
        return sizes.declared(path).orElse(Range.UNKNOWN);
    }

    private CallEstimate replace(List<Term> terms) {
        Range text = size(terms.get(0));
        Range old = size(terms.get(1));
        Range replacement = size(terms.get(2));
        long most;
        long keptMost = 0;
        if (old.min() == 0) {
            most = Range.add(text.max(), 1);
            keptMost = text.max();
        } else if (replacement.max() <= old.min()) {
            most = 0;
            keptMost = text.max();
        } else {
            most = (long) Math.ceil((double) text.max() / old.min());
        }
        long least;
        long keptLeast = 0;
        if (old.max() == 0) {
            least = Range.add(text.min(), 1);
            keptLeast = text.min();
        } else if (old.max() <= replacement.min()) {
            least = 0;
            keptLeast = text.min();
        } else {
            least = (long) Math.ceil((double) text.min() / old.max());
        }
        Range result =
                new Range(least, most).times(replacement).plus(new Range(keptLeast, keptMost));
        return CallEstimate.of(text.times(2 * READ), result);
    }

    private CallEstimate split(List<Term> terms) {
        Range text = size(terms.getFirst());
        long parts = text.max();
        if (terms.size() > 2) {
            CelExpr limit = terms.get(2).expression();
            boolean literal =
                    limit.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                            && limit.constant().getKind() == CelConstant.Kind.INT64_VALUE;
            parts = literal ? Math.max(0, limit.constant().int64Value()) : parts;
        }
        return CallEstimate.of(text.times(2 * READ), new Range(0, parts));
    }

    private CallEstimate join(List<Term> terms) {
        Range list = size(terms.getFirst());
        Range text = list.times(elementSize(terms.getFirst()));
        if (terms.size() > 1) {
            Range separators = new Range(Math.max(0, list.min() - 1), Math.max(0, list.max() - 1));
            text = text.plus(size(terms.get(1)).times(separators));
        }
        return CallEstimate.of(text.times(READ), text);
    }

    private CallEstimate find(List<Term> terms) {
        Range text = size(terms.get(0));
        Range cost = text.plus(Range.ONE).times(READ).times(size(terms.get(1)).times(PATTERN));
        return CallEstimate.of(cost, new Range(0, text.max()));
    }

    private CallEstimate network(String overload, String ofText, List<Term> terms, boolean masks) {
        Range cost = ADDRESS.plus(ADDRESS).times(READ);
        if (masks) {
            cost = cost.plus(ADDRESS.times(READ)).plus(Range.ONE);
        }
        return CallEstimate.of(overload.equals(ofText) ? cost.plus(read(terms.get(1))) : cost);
    }

    private static @org.jspecify.annotations.Nullable CallEstimate equality(List<Term> terms) {
        String left = terms.get(0).type().name();
        if (!left.equals(terms.get(1).type().name())) {
            return null;
        }
        return switch (left) {
            case "net.IP", "net.CIDR", "kubernetes.Quantity", "kubernetes.Semver" ->
                    CallEstimate.of(Range.ONE);
            case "kubernetes.NamedFormat" ->
                    CallEstimate.of(new Range(1, FORMAT_LENGTH).times(READ));
            case "kubernetes.URL" ->
                    CallEstimate.of(
                            new Range(1, terms.get(1).size().map(Range::max).orElse(1L))
                                    .times(READ));
            default ->
                    left.startsWith("kubernetes.authorization.")
                            ? CallEstimate.of(Range.ONE)
                            : null;
        };
    }

    private @org.jspecify.annotations.Nullable CallEstimate extension(
            String overload, List<Term> terms) {
        return switch (overload) {
            case "list_slice" -> list(1, slice(terms));
            case "list_reverse", "list_flatten" -> list(1, size(terms.getFirst()));
            case "list_flatten_list_int" ->
                    list((double) number(terms.get(1), Long.MAX_VALUE), size(terms.getFirst()));
            case "lists_range" -> list(1, Range.fixed(number(terms.getFirst(), Long.MAX_VALUE)));
            case "list_distinct" -> list(2, size(terms.getFirst()).times(size(terms.getFirst())));
            case "list_sort", "list_sortByAssociatedKeys" -> sort(terms.getFirst());
            case "list_sets_contains_list", "list_sets_intersects_list" -> sets(terms, 1);
            case "list_sets_equivalent_list" -> sets(terms, 2);
            default -> null;
        };
    }

    private Range slice(List<Term> terms) {
        long end = number(terms.get(2), size(terms.getFirst()).max());
        return Range.fixed(Math.max(0, end - number(terms.get(1), 0)));
    }

    private CallEstimate sort(Term list) {
        CelKind kind = list.elementType().kind();
        boolean texts = kind == CelKind.STRING || kind == CelKind.BYTES;
        return list(texts ? 2 + READ : 2, size(list).times(size(list)));
    }

    private static CallEstimate list(double factor, Range size) {
        return CallEstimate.of(size.times(factor).plus(Range.fixed(11)), size);
    }

    private CallEstimate sets(List<Term> terms, double factor) {
        return CallEstimate.of(
                size(terms.get(0)).times(size(terms.get(1))).times(factor).plus(Range.ONE));
    }

    private static long number(Term term, long otherwise) {
        CelExpr expression = term.expression();
        boolean literal =
                expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && expression.constant().getKind() == CelConstant.Kind.INT64_VALUE;
        return literal ? Math.max(0, expression.constant().int64Value()) : otherwise;
    }
}
