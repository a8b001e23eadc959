package dev.purser.external.template.value;

/// An integer; those of unsigned types are never negative.
public record Whole(GoType type, long value) implements Value {
    @Override
    public boolean isTrue() {
        return value != 0;
    }

    @Override
    public String toString() {
        return "(" + type + ")";
    }
}
