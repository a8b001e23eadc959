package dev.purser.external.template.run;

/// Why a template gives no text. Tells no value.
public final class ExecutionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String place;

    ExecutionException(String place, String message) {
        super(message);
        this.place = place;
    }

    /// The message, which every exception of this kind has.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /// Line and column: `2:7`.
    public String place() {
        return place;
    }
}
