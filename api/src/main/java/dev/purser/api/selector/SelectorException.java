package dev.purser.api.selector;

/// A selector that makes no sense; the message is the one Kubernetes answers with (400).
public final class SelectorException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    SelectorException(String message) {
        super(message);
    }

    /// The message, which this exception always has.
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
