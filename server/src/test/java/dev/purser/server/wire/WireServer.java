package dev.purser.server.wire;

import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.ServerTls;
import dev.purser.server.pki.ServingNames;
import dev.purser.server.request.RequestTimeout;
import dev.purser.wire.http.HttpServer;
import dev.purser.wire.http.RequestHandler;
import dev.purser.wire.http.WireLimits;
import dev.purser.wire.tls.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// The wire alone, on a free port, before a handler of the test's own.
final class WireServer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;

    private final HttpServer server;
    private final ClusterPki pki;

    WireServer(Path directory, WireLimits limits, TlsSettings tls, RequestHandler handler)
            throws IOException {
        SecureRandom random = new SecureRandom();
        this.pki =
                ClusterPki.open(
                        directory,
                        ServingNames.ofApiServer(
                                "localhost", List.of(), InetAddress.ofLiteral("10.96.0.1")),
                        InstantSource.system(),
                        random);
        this.server =
                new HttpServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new HttpServer.Settings(
                                ServerTls.context(pki, tls, random),
                                tls.protocols(),
                                tls.allCipherSuites(),
                                limits,
                                RequestTimeout::limit,
                                ""),
                        handler,
                        (request, response, callback, target) ->
                                callback.failed(new IOException("nothing to upgrade to")),
                        random);
        server.start();
    }

    /// A connection without TLS; reads give up after a while.
    Socket plain() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /// A connection after its handshake, for one of these protocols.
    SSLSocket secure(String... protocols) throws IOException, GeneralSecurityException {
        SSLSocket socket = unshaken();
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    SSLSocket unshaken() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("authority", pki.authority());
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
