package dev.purser.server.admission.security.check;

import java.util.Arrays;
import java.util.Optional;

/// How much a pod may do, from everything to little.
public enum Level {
    PRIVILEGED("privileged"),
    BASELINE("baseline"),
    RESTRICTED("restricted");

    private final String text;

    Level(String text) {
        this.text = text;
    }

    /// The level of that name.
    public static Optional<Level> of(String text) {
        return Arrays.stream(values()).filter(level -> level.text.equals(text)).findFirst();
    }

    public boolean isStricterThan(Level other) {
        return compareTo(other) > 0;
    }

    /// The level as labels name it.
    @Override
    public String toString() {
        return text;
    }
}
