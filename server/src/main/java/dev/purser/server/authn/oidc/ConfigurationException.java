package dev.purser.server.authn.oidc;

/// A configuration that is none. The message is for whoever wrote it.
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigurationException(String message) {
        super(message);
    }

    /// What is wrong.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
