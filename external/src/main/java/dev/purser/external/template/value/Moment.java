package dev.purser.external.template.value;

import java.time.ZonedDateTime;

/// A `time.Time`.
public record Moment(ZonedDateTime time) implements Value {
    @Override
    public GoType type() {
        return GoType.TIME;
    }

    @Override
    public boolean isTrue() {
        return true;
    }

    @Override
    public String toString() {
        return "(time.Time)";
    }
}
