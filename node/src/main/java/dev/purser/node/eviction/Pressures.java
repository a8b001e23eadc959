package dev.purser.node.eviction;

import java.util.Set;
import java.util.function.Supplier;

/// What the node is short of now, or was a short while ago. Thread-safe.
public final class Pressures implements Supplier<Set<Pressure>> {
    private volatile Set<Pressure> now = Set.of();

    @Override
    public Set<Pressure> get() {
        return now;
    }

    /// @return whether that is a change
    boolean set(Set<Pressure> pressures) {
        boolean isNew = !pressures.equals(now);
        now = Set.copyOf(pressures);
        return isNew;
    }
}
