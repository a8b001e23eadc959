package dev.purser.app.command;

/// A command cannot do what was asked. The message is one line for the user: what is wrong, and
/// what to do about it.
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public CommandFailure(String message) {
        super(message);
        this.exitCode = 1;
    }

    public CommandFailure(String message, Throwable cause) {
        super(message, cause);
        this.exitCode = 1;
    }

    public int exitCode() {
        return exitCode;
    }

    /// The message, which a CommandFailure always has.
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
