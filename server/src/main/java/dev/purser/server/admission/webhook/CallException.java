package dev.purser.server.admission.webhook;

/// A webhook could not be asked, or did not answer as webhooks do. Whether that matters, its
/// configuration says.
final class CallException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    /// @param code for metrics
    CallException(String why, int code) {
        super(why);
        this.code = code;
    }

    int code() {
        return code;
    }

    /// What went wrong, always said.
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
