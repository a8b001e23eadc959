package dev.purser.api.quantity;

/// A text that is not a quantity; the message is the one Kubernetes answers with.
public final class QuantityFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    QuantityFormatException(String message) {
        super(message);
    }

    /// The message, which this exception always has.
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
