package dev.purser.store.custody;

/// The keys cannot be had or kept. The message is for whoever started the program: what is wrong,
/// and what to do. It never holds key material.
public final class CustodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CustodyException(String message) {
        super(message);
    }

    public CustodyException(String message, Throwable cause) {
        super(message, cause);
    }
}
