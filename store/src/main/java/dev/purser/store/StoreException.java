package dev.purser.store;

/// The medium failed: a full disk, a damaged file, a lost connection. The outcome of the write is
/// unknown only where the message says so.
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
