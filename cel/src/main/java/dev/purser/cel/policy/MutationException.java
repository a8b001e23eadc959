package dev.purser.cel.policy;

/// A policy cannot say how an object is to be changed.
public final class MutationException extends Exception {
    private static final long serialVersionUID = 1L;

    public MutationException(String message) {
        super(message);
    }
}
