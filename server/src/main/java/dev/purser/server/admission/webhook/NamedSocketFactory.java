package dev.purser.server.admission.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Makes TLS connections to one server, whatever address it has: its certificate must be for its
/// name. Thread-safe.
final class NamedSocketFactory extends SSLSocketFactory {
    private final SSLSocketFactory sockets;
    private final String name;

    /// @param authorities PEM certificates, one of which vouches for the server; empty for those
    ///   that the system trusts
    NamedSocketFactory(byte[] authorities, String name) {
        this.name = name;
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust(authorities), null);
            this.sockets = context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("unable to load root certificates", e);
        }
    }

    private static TrustManager @Nullable [] trust(byte[] authorities)
            throws GeneralSecurityException, IOException {
        if (authorities.length == 0) {
            return null;
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        for (Certificate certificate :
                CertificateFactory.getInstance("X.509")
                        .generateCertificates(new ByteArrayInputStream(authorities))) {
            store.setCertificateEntry("authority-" + count++, certificate);
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    @Override
    public Socket createSocket(Socket plain, String host, int port, boolean autoClose)
            throws IOException {
        SSLSocket socket = (SSLSocket) sockets.createSocket(plain, name, port, autoClose);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return sockets.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return sockets.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw notSupported();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
        throw notSupported();
    }

    @Override
    public Socket createSocket(InetAddress address, int port) {
        throw notSupported();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
        throw notSupported();
    }

    private static UnsupportedOperationException notSupported() {
        return new UnsupportedOperationException("sockets are connected before");
    }
}
