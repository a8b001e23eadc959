package dev.purser.external.push;

/// A notification that nobody understands.
final class UnknownFormException extends Exception {
    private static final long serialVersionUID = 1L;

    /// @param message what is missing, without anything of the notification itself
    UnknownFormException(String message) {
        super(message);
    }
}
