package dev.purser.wire.tls;

/// A client certificate that is not valid. The message says why.
public final class ClientCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    public ClientCertificateException(String message) {
        super(message, null, false, false);
    }
}
