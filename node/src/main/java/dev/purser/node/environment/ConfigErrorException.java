package dev.purser.node.environment;

/// A container's configuration cannot be made for now: the container waits with
/// `CreateContainerConfigError` and this message, which holds no secret value.
public final class ConfigErrorException extends Exception {
    private static final long serialVersionUID = 1L;

    public ConfigErrorException(String message) {
        super(message);
    }

    /// Kubelet's text.
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
