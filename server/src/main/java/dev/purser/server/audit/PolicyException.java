package dev.purser.server.audit;

/// An audit policy that cannot be used. The message is Kubernetes' own.
public final class PolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    PolicyException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
