package dev.purser.external.template.value;

/// No value.
public enum Nil implements Value {
    /// Nothing at all, as what follows from a missing value.
    NOTHING,
    /// A place that may hold anything and holds nothing.
    EMPTY_INTERFACE;

    @Override
    public GoType type() {
        return this == NOTHING ? GoType.NONE : GoType.ANY;
    }

    @Override
    public boolean isTrue() {
        return false;
    }

    @Override
    public String toString() {
        return "nil";
    }
}
