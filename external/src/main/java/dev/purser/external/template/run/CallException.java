package dev.purser.external.template.run;

/// Why a function gives nothing. Its message tells no value that it was given.
public final class CallException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String detail;

    public CallException(String message) {
        this(message, "");
    }

    /// @param detail text that may come from a value: it is shown if the template itself has it
    public CallException(String message, String detail) {
        super(message);
        this.detail = detail;
    }

    /// The message, which every exception of this kind has.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    String detail() {
        return detail;
    }
}
