package dev.purser.server.authn.token;

/// A token that was just made. Redacts itself.
public final class IssuedToken {
    private final String text;
    private final String id;

    IssuedToken(String text, String id) {
        this.text = text;
        this.id = id;
    }

    /// The token itself, for its holder.
    public String text() {
        return text;
    }

    /// Its name (`jti`), which is no secret.
    public String id() {
        return id;
    }

    @Override
    public String toString() {
        return "the token " + id;
    }
}
