package dev.purser.node.probe;

import java.util.Optional;

/// Counts results of one probe until they are enough to change the verdict. Not thread-safe.
final class ProbeCount {
    private final ProbeSpec spec;
    private boolean lastSucceeded;
    private int inARow;

    ProbeCount(ProbeSpec spec) {
        this.spec = spec;
    }

    /// Takes a result in.
    ///
    /// @return the verdict, which may be the one of before; empty while there are too few results
    Optional<Boolean> add(boolean succeeded) {
        inARow = succeeded == lastSucceeded ? inARow + 1 : 1;
        lastSucceeded = succeeded;
        int threshold = succeeded ? spec.successThreshold() : spec.failureThreshold();
        return inARow >= threshold ? Optional.of(succeeded) : Optional.empty();
    }
}
