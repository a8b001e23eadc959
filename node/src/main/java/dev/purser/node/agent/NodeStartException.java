package dev.purser.node.agent;

/// The node cannot run on this machine. The message is one line for the operator.
public final class NodeStartException extends Exception {
    private static final long serialVersionUID = 1L;

    public NodeStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
