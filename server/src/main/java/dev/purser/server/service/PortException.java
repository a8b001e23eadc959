package dev.purser.server.service;

/// A node port cannot be had; the message says why in Kubernetes' words.
final class PortException extends Exception {
    private static final long serialVersionUID = 1L;

    PortException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
