package dev.purser.server.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.access.ManualClock;
import dev.purser.wire.tls.TlsSettings;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTlsTests {
    private static final char[] PASSWORD = "test".toCharArray();

    private final SecureRandom random = new SecureRandom();

    @TempDir private Path directory;
    private ClusterPki pki;

    @BeforeEach
    void openPki() {
        pki = open("pki");
    }

    private ClusterPki open(String name) {
        ServingNames names =
                ServingNames.ofApiServer("h", List.of(), InetAddress.ofLiteral("10.96.0.1"));
        return ClusterPki.open(
                directory.resolve(name), names, new ManualClock(Instant.now()), random);
    }

    @Test
    void aClientThatTrustsTheAuthorityConnectsByNameAndByAddress() throws Exception {
        assertThat(connect("localhost", pki, Optional.empty())).isEmpty();
        assertThat(connect("127.0.0.1", pki, Optional.empty())).isEmpty();
    }

    @Test
    void aClientCertificateReachesTheServer() throws Exception {
        CertifiedKey admin = pki.client(ClientSubject.admin());

        assertThat(connect("localhost", pki, Optional.of(admin)))
                .containsExactly(admin.certificate());
    }

    @Test
    void aForeignClientCertificateReachesTheServerToo() throws Exception {
        CertifiedKey foreign = open("other").client(ClientSubject.admin());

        assertThat(connect("localhost", pki, Optional.of(foreign)))
                .containsExactly(foreign.certificate());
    }

    @Test
    void aClientThatTrustsAnotherAuthorityRefusesTheServer() {
        assertThatThrownBy(() -> connect("localhost", open("other"), Optional.empty()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    /// Connects once; returns the client certificates that the server saw.
    private List<Certificate> connect(
            String host, ClusterPki trusted, Optional<CertifiedKey> credential) throws Exception {
        SSLContext context = ServerTls.context(pki, TlsSettings.defaults(), random);
        try (SSLServerSocket server =
                        (SSLServerSocket)
                                context.getServerSocketFactory()
                                        .createServerSocket(
                                                0, 1, InetAddress.getLoopbackAddress());
                ExecutorService executor = Executors.newSingleThreadExecutor()) {
            server.setWantClientAuth(true);
            Future<List<Certificate>> seen = executor.submit(accept(server));
            try (SSLSocket client =
                    (SSLSocket)
                            clientContext(trusted, credential)
                                    .getSocketFactory()
                                    .createSocket(host, server.getLocalPort())) {
                SSLParameters parameters = client.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                client.setSSLParameters(parameters);
                client.startHandshake();
                client.getOutputStream().write(1);
                return seen.get();
            }
        }
    }

    private static Callable<List<Certificate>> accept(SSLServerSocket server) {
        return () -> {
            try (SSLSocket socket = (SSLSocket) server.accept()) {
                socket.getInputStream().read();
                return List.of(socket.getSession().getPeerCertificates());
            } catch (SSLPeerUnverifiedException e) {
                return List.of();
            }
        };
    }

    private SSLContext clientContext(ClusterPki trusted, Optional<CertifiedKey> credential)
            throws Exception {
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("ca", trusted.authority());
        TrustManagerFactory trusts = TrustManagerFactory.getInstance("PKIX");
        trusts.init(trust);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        if (credential.isPresent()) {
            keys.setKeyEntry(
                    "client",
                    credential.get().privateKey(),
                    PASSWORD,
                    new X509Certificate[] {credential.get().certificate()});
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), trusts.getTrustManagers(), random);
        return context;
    }
}
