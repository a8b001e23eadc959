package dev.purser.external.template.run;

import dev.purser.external.template.value.Bool;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Mapping;
import dev.purser.external.template.value.Moment;
import dev.purser.external.template.value.Nil;
import dev.purser.external.template.value.Real;
import dev.purser.external.template.value.Sequence;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Value;
import dev.purser.external.template.value.Whole;
import java.time.ZonedDateTime;
import java.util.List;

/// What a function is given; the types have been checked.
public final class Arguments {
    private final List<Value> values;
    private final Budget budget;

    Arguments(List<Value> values, Budget budget) {
        this.values = List.copyOf(values);
        this.budget = budget;
    }

    public int count() {
        return values.size();
    }

    public Value value(int index) {
        return values.get(index);
    }

    public List<Value> all() {
        return values;
    }

    /// Those from an index on.
    public List<Value> from(int index) {
        return values.subList(Math.min(index, values.size()), values.size());
    }

    /// The bytes of a string.
    public String text(int index) {
        return value(index) instanceof Text text ? text.bytes() : "";
    }

    public long whole(int index) {
        return value(index) instanceof Whole whole ? whole.value() : 0;
    }

    public double real(int index) {
        return value(index) instanceof Real real ? real.value() : 0;
    }

    public boolean bool(int index) {
        return value(index) instanceof Bool bool && bool.value();
    }

    public Mapping mapping(int index) {
        return value(index) instanceof Mapping mapping ? mapping : new Mapping(GoType.MAP);
    }

    public ZonedDateTime time(int index) throws CallException {
        if (value(index) instanceof Moment moment) {
            return moment.time();
        }
        throw new CallException("not a time");
    }

    /// The elements of a list.
    ///
    /// @param doing what cannot be done with anything else, such as `Cannot push on type`
    public List<Value> list(int index, String doing) throws CallException {
        if (value(index) instanceof Sequence list) {
            return list.values();
        }
        if (value(index) instanceof Nil) {
            throw new CallException(
                    "runtime error: invalid memory address or nil pointer dereference");
        }
        throw new CallException(doing + " " + value(index).kind().goName());
    }

    /// Makes sure that a result is not too large, before it is made.
    public void expect(long size) throws CallException {
        budget.allow(size);
    }

    /// For what takes long.
    public void charge(int steps) throws CallException {
        budget.charge(steps);
    }
}
