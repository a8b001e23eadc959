package dev.purser.app.serve;

/// Purser cannot start. The message is one line for the user: what is wrong, and what to do about
/// it.
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    public StartException(String message, Throwable cause) {
        super(message, cause);
    }
}
