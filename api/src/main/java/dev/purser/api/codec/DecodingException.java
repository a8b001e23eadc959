package dev.purser.api.codec;

/// A text that is not the object it should be. The message is Kubernetes' own, without the sentence
/// that the server puts around it; it may quote names and types but no values of Secrets.
public final class DecodingException extends Exception {
    private static final long serialVersionUID = 1L;

    public DecodingException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
