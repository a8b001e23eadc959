package dev.purser.store;

/// The asked revision is older than what the history still holds; read anew and go on from there.
public final class CompactedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long oldestRevision;

    public CompactedException(long askedRevision, long oldestRevision) {
        super("revision " + askedRevision + " is gone, the oldest is " + oldestRevision);
        this.oldestRevision = oldestRevision;
    }

    /// The oldest revision after which changes can still be had.
    public long oldestRevision() {
        return oldestRevision;
    }
}
