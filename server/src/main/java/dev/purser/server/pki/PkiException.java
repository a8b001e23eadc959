package dev.purser.server.pki;

/// Keys or certificates that cannot be read, written or made. The message names the file and what
/// to do; it never holds key material.
public final class PkiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PkiException(String message) {
        super(message);
    }

    public PkiException(String message, Throwable cause) {
        super(message, cause);
    }
}
