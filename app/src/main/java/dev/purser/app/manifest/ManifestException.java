package dev.purser.app.manifest;

/// A manifest that cannot be read or applied. The message names the file or object, and what is
/// wrong with it.
public final class ManifestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ManifestException(String message) {
        super(message);
    }

    public ManifestException(String message, Throwable cause) {
        super(message, cause);
    }

    /// The message, which a ManifestException always has.
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
