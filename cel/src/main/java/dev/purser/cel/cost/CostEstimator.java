package dev.purser.cel.cost;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.purser.cel.compile.CheckedExpression;
import dev.purser.cel.schema.DeclaredType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Estimates one expression. For one use; [#estimate] is the way in.
public final class CostEstimator {
    private static final Range LIST = Range.fixed(10);
    private static final Range MAP = Range.fixed(30);
    private static final Range STRUCT = Range.fixed(40);

    private final CheckedExpression expression;
    private final Sizes sizes;
    private final LibraryCosts library;
    private final Map<Long, List<String>> paths = new HashMap<>();
    private final Map<Long, Range> computed = new HashMap<>();
    private final Map<Long, Entries> entries = new HashMap<>();
    private final Map<String, Deque<Local>> locals = new HashMap<>();

    /// The sizes of what a list or map holds.
    private record Entries(CelKind container, Range key, Range value) {}

    /// A variable that the expression itself declares.
    private record Local(List<String> path, @Nullable Range size, @Nullable Entries entries) {}

    private CostEstimator(CheckedExpression expression, DeclaredType root) {
        this.expression = expression;
        this.sizes = new Sizes(root);
        this.library = new LibraryCosts(sizes);
    }

    /// What a run of an expression costs.
    ///
    /// @param root the type of its variables, whose limits bound the cost
    public static Range estimate(CheckedExpression expression, DeclaredType root) {
        return new CostEstimator(expression, root).cost(expression.tree().getExpr());
    }

    private Range cost(CelExpr node) {
        return switch (node.getKind()) {
            case NOT_SET, CONSTANT -> Range.ZERO;
            case IDENT -> identifier(node);
            case SELECT -> select(node);
            case CALL -> call(node);
            case LIST -> list(node);
            case MAP -> map(node);
            case STRUCT -> struct(node);
            case COMPREHENSION -> isBinding(node) ? binding(node) : loop(node);
        };
    }

    private Range identifier(CelExpr node) {
        String name = node.ident().name();
        paths.put(node.id(), local(name).map(Local::path).orElse(List.of(name)));
        return Range.ONE;
    }

    private Range select(CelExpr node) {
        CelExpr.CelSelect select = node.select();
        Range sum = cost(select.operand());
        if (select.testOnly()) {
            return sum;
        }
        CelKind kind = type(select.operand()).kind();
        if (kind == CelKind.MAP || kind == CelKind.STRUCT || kind == CelKind.TYPE_PARAM) {
            sum = sum.plus(Range.ONE);
        }
        paths.put(node.id(), extended(path(select.operand()), select.field()));
        return sum;
    }

    private Range list(CelExpr node) {
        Range sum = LIST;
        Range element = node.list().elements().isEmpty() ? Range.ZERO : nothing();
        for (CelExpr each : node.list().elements()) {
            sum = sum.plus(cost(each));
            element = element.union(sizeOrUnknown(each));
        }
        entries.put(node.id(), new Entries(CelKind.LIST, Range.ONE, element));
        return sum;
    }

    private Range map(CelExpr node) {
        Range sum = MAP;
        Range key = node.map().entries().isEmpty() ? Range.ZERO : nothing();
        Range value = key;
        for (CelExpr.CelMap.Entry entry : node.map().entries()) {
            sum = sum.plus(cost(entry.key())).plus(cost(entry.value()));
            key = key.union(sizeOrUnknown(entry.key()));
            value = value.union(sizeOrUnknown(entry.value()));
        }
        entries.put(node.id(), new Entries(CelKind.MAP, key, value));
        return sum;
    }

    private Range struct(CelExpr node) {
        Range sum = STRUCT;
        for (CelExpr.CelStruct.Entry entry : node.struct().entries()) {
            sum = sum.plus(cost(entry.value()));
        }
        return sum;
    }

    /// The neutral element of unions.
    private static Range nothing() {
        return new Range(Long.MAX_VALUE, 0);
    }

    private Range call(CelExpr node) {
        CelExpr.CelCall call = node.call();
        if (call.function().equals("dyn")) {
            CelExpr argument = call.args().getFirst();
            Range cost = cost(argument).plus(Range.ONE);
            copySizes(node, argument);
            return cost;
        }
        List<Range> costs = new ArrayList<>();
        List<Term> terms = new ArrayList<>();
        List<CelExpr> operands = new ArrayList<>(call.args());
        call.target().ifPresent(operands::addFirst);
        for (CelExpr operand : operands) {
            costs.add(cost(operand));
            terms.add(term(operand));
        }
        Range cost = nothing();
        Range size = null;
        for (String overload : expression.overloads(node.id())) {
            CallEstimate estimate = overload(node, overload, terms, costs);
            cost = cost.union(estimate.cost());
            Range other = estimate.size().orElse(null);
            size =
                    size == null || other == null
                            ? (size == null ? other : size)
                            : size.union(other);
            if (overload.equals("index_list") || overload.equals("index_map")) {
                size = index(node, operands.getFirst(), overload);
            }
            size = size == null ? size(node).orElse(null) : size;
        }
        setSize(node, size);
        return cost;
    }

    private @Nullable Range index(CelExpr node, CelExpr container, String overload) {
        String step = overload.equals("index_list") ? "@items" : "@values";
        paths.put(node.id(), extended(path(container), step));
        return entries(container).map(Entries::value).orElse(null);
    }

    private CallEstimate overload(
            CelExpr node, String overload, List<Term> terms, List<Range> costs) {
        Range arguments = costs.stream().reduce(Range.ZERO, Range::plus);
        Optional<CallEstimate> known = library.estimate(node.call().function(), overload, terms);
        if (known.isPresent()) {
            return new CallEstimate(known.get().cost().plus(arguments), known.get().size());
        }
        return switch (overload) {
            case "logical_and", "logical_or" ->
                    CallEstimate.of(new Range(costs.get(0).min(), arguments.max()));
            case "conditional" -> conditional(node, terms, costs);
            case "add_list", "add_string", "add_bytes" -> sum(node, overload, terms, arguments);
            default -> {
                CallEstimate own = StandardCosts.estimate(overload, terms);
                yield new CallEstimate(own.cost().plus(arguments), own.size());
            }
        };
    }

    private CallEstimate conditional(CelExpr node, List<Term> terms, List<Range> costs) {
        union(entries(terms.get(1).expression()), entries(terms.get(2).expression()))
                .ifPresent(both -> entries.put(node.id(), both));
        return CallEstimate.of(
                costs.get(0).plus(costs.get(1).union(costs.get(2))),
                terms.get(1).sizeOrUnknown().union(terms.get(2).sizeOrUnknown()));
    }

    private CallEstimate sum(CelExpr node, String overload, List<Term> terms, Range arguments) {
        Range size = terms.get(0).sizeOrUnknown().plus(terms.get(1).sizeOrUnknown());
        union(entries(terms.get(0).expression()), entries(terms.get(1).expression()))
                .ifPresent(both -> entries.put(node.id(), both));
        Range cost = overload.equals("add_list") ? Range.ONE : size.times(StandardCosts.READ);
        return CallEstimate.of(cost.plus(arguments), size);
    }

    private static Optional<Entries> union(Optional<Entries> a, Optional<Entries> b) {
        return a.isEmpty() || b.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Entries(
                                a.get().container(),
                                a.get().key().union(b.get().key()),
                                a.get().value().union(b.get().value())));
    }

    private Range loop(CelExpr node) {
        CelExpr.CelComprehension loop = node.comprehension();
        Range sum = cost(loop.iterRange()).plus(cost(loop.accuInit()));
        push(loop.accuVar(), local(loop.accuInit()));
        if (loop.iterVar2().isEmpty()) {
            push(loop.iterVar(), element(loop.iterRange()));
        } else {
            push(loop.iterVar(), iterated(loop.iterRange(), true));
            push(loop.iterVar2(), iterated(loop.iterRange(), false));
        }
        Range step = cost(loop.loopCondition()).plus(cost(loop.loopStep()));
        pop(loop.iterVar());
        if (!loop.iterVar2().isEmpty()) {
            pop(loop.iterVar2());
        }
        sum = sum.plus(cost(loop.result()));
        Range count = sizeOrUnknown(loop.iterRange());
        switch (loop.accuInit().getKind()) {
            case CONSTANT -> setSize(node, size(loop.accuInit()).orElse(null));
            case LIST, MAP -> {
                setSize(node, count);
                entries(loop.loopStep()).ifPresent(each -> entries.put(node.id(), each));
            }
            default -> {
                // The size of the result is not known.
            }
        }
        pop(loop.accuVar());
        return sum.plus(count.times(step));
    }

    /// Whether a comprehension only gives a value a name, as macros of extensions do.
    private static boolean isBinding(CelExpr node) {
        CelExpr.CelComprehension loop = node.comprehension();
        return loop.iterRange().getKind() == CelExpr.ExprKind.Kind.LIST
                && loop.iterRange().list().elements().isEmpty()
                && loop.loopCondition().getKind() == CelExpr.ExprKind.Kind.CONSTANT;
    }

    private Range binding(CelExpr node) {
        CelExpr.CelComprehension loop = node.comprehension();
        Range sum = cost(loop.iterRange()).plus(cost(loop.accuInit()));
        push(loop.accuVar(), local(loop.accuInit()));
        sum = sum.plus(cost(loop.result()));
        copySizes(node, loop.result());
        pop(loop.accuVar());
        return sum;
    }

    private Local local(CelExpr node) {
        return new Local(path(node), size(node).orElse(null), entries(node).orElse(null));
    }

    /// The one variable of a loop: the element of a list or the key of a map.
    private Local element(CelExpr range) {
        return iterated(range, container(range) != CelKind.LIST);
    }

    private Local iterated(CelExpr range, boolean isKey) {
        boolean list = container(range) == CelKind.LIST;
        String step = isKey ? (list ? "@indices" : "@keys") : (list ? "@items" : "@values");
        Range size = entries(range).map(each -> isKey ? each.key() : each.value()).orElse(null);
        return new Local(extended(path(range), step), size, null);
    }

    private CelKind container(CelExpr range) {
        return entries(range).map(Entries::container).orElseGet(() -> type(range).kind());
    }

    private void push(String name, Local local) {
        locals.computeIfAbsent(name, key -> new ArrayDeque<>()).push(local);
    }

    private void pop(String name) {
        locals.getOrDefault(name, new ArrayDeque<>()).pop();
    }

    private Optional<Local> local(String name) {
        return Optional.ofNullable(locals.get(name)).map(Deque::peek);
    }

    private static List<String> extended(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    private List<String> path(CelExpr node) {
        if (node.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            Optional<Local> local = local(node.ident().name());
            if (local.isPresent()) {
                return local.get().path();
            }
        }
        return paths.getOrDefault(node.id(), List.of());
    }

    private Term term(CelExpr node) {
        List<String> path = path(node);
        boolean accumulated = !path.isEmpty() && path.getFirst().equals("@result");
        return new Term(node, type(node), accumulated ? List.of() : path, size(node));
    }

    private CelType type(CelExpr node) {
        return expression.tree().getType(node.id()).orElse(SimpleType.DYN);
    }

    private void setSize(CelExpr node, @Nullable Range size) {
        if (size != null) {
            computed.put(node.id(), size);
        }
    }

    private void copySizes(CelExpr to, CelExpr from) {
        setSize(to, size(from).orElse(null));
        entries(from).ifPresent(each -> entries.put(to.id(), each));
    }

    private Range sizeOrUnknown(CelExpr node) {
        return size(node).orElse(Range.UNKNOWN);
    }

    private Optional<Range> size(CelExpr node) {
        return Optional.ofNullable(computed.get(node.id()))
                .or(() -> Sizes.literal(node))
                .or(() -> sizes.declared(path(node)))
                .or(() -> Sizes.ofType(type(node)))
                .or(() ->
                        node.getKind() == CelExpr.ExprKind.Kind.IDENT
                                ? local(node.ident().name()).map(Local::size)
                                : Optional.empty());
    }

    private Optional<Entries> entries(CelExpr node) {
        Entries known = entries.get(node.id());
        return known == null && node.getKind() == CelExpr.ExprKind.Kind.IDENT
                ? local(node.ident().name()).map(Local::entries)
                : Optional.ofNullable(known);
    }
}
