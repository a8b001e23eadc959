package dev.purser.client;

/// The API server could not be reached, or broke off before it answered; whether a write happened
/// is unknown.
public final class ApiUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ApiUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
