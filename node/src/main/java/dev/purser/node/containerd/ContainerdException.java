package dev.purser.node.containerd;

/// containerd could not be started, or does not work. The message is one line for the operator.
public final class ContainerdException extends Exception {
    private static final long serialVersionUID = 1L;

    public ContainerdException(String message) {
        super(message);
    }

    public ContainerdException(String message, Throwable cause) {
        super(message, cause);
    }
}
