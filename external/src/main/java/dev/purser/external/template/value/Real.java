package dev.purser.external.template.value;

/// A `float64`.
public record Real(double value) implements Value {
    @Override
    public GoType type() {
        return GoType.FLOAT64;
    }

    @Override
    public boolean isTrue() {
        return value != 0;
    }

    @Override
    public String toString() {
        return "(float64)";
    }
}
