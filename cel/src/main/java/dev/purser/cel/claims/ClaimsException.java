package dev.purser.cel.claims;

/// An expression that is none, or that fails for some claims. The message is Kubernetes'.
public final class ClaimsException extends Exception {
    private static final long serialVersionUID = 1L;

    ClaimsException(String message) {
        super(message, null, false, false);
    }

    /// Why.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
