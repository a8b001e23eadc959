package dev.purser.server.admission.configuration;

/// Options or files that cannot be followed. The message is for whoever wrote them, in Kubernetes'
/// words where it has some.
public sealed class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfigurationException(String message) {
        super(message);
    }

    ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }

    /// A configuration that can be read and makes no sense.
    static final class Senseless extends ConfigurationException {
        private static final long serialVersionUID = 1L;

        Senseless(String message) {
            super(message);
        }
    }

    /// The message, which there always is.
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
