package dev.purser.encryption.kms;

/// A plugin did not do what it was asked. The message is Go's: `rpc error: code = Unavailable desc
/// = …`.
public final class KmsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String code;

    /// @param code of gRPC, as Go writes it: `DeadlineExceeded`
    public KmsException(String code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /// The gRPC code, as Go writes it.
    public String code() {
        return code;
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
