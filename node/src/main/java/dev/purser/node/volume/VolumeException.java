package dev.purser.node.volume;

import java.util.List;
import java.util.stream.Collectors;

/// Some volumes of a pod could not be prepared. The pod waits, and is tried again when an object
/// that it names changes, or after a pause.
public final class VolumeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<VolumeFailure> failures;

    public VolumeException(List<VolumeFailure> failures) {
        super(failures.stream().map(VolumeFailure::message).collect(Collectors.joining("; ")));
        this.failures = List.copyOf(failures);
    }

    /// One entry for each volume that failed; each becomes an event.
    public List<VolumeFailure> failures() {
        return failures;
    }
}
