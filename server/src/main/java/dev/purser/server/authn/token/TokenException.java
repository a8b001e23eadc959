package dev.purser.server.authn.token;

/// A token that is not valid; the message says why and never holds the token.
public final class TokenException extends Exception {
    private static final long serialVersionUID = 1L;

    public TokenException(String message) {
        super(message);
    }

    /// Why the token is not valid.
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
