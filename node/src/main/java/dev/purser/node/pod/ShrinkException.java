package dev.purser.node.pod;

/// Memory that cannot be taken away, since it is in use. The message is kubelet's.
final class ShrinkException extends Exception {
    private static final long serialVersionUID = 1L;

    ShrinkException(String message) {
        super(message);
    }
}
