package dev.purser.external.template.value;

public record Bool(boolean value) implements Value {
    @Override
    public GoType type() {
        return GoType.BOOL;
    }

    @Override
    public boolean isTrue() {
        return value;
    }

    @Override
    public String toString() {
        return "(bool)";
    }
}
