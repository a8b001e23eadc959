package dev.purser.controllers.disruption;

/// It cannot be told how many pods there should be.
final class ScaleException extends Exception {
    private static final long serialVersionUID = 1L;

    ScaleException(String message) {
        super(message);
    }
}
