package dev.purser.external.transform;

/// Fetched values cannot become what was asked for. The message may name keys and never holds a
/// value.
public final class TransformException extends Exception {
    private static final long serialVersionUID = 1L;

    public TransformException(String message) {
        super(message);
    }

    /// The message, which every exception of this kind has.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
