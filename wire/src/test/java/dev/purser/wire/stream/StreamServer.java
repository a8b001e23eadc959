package dev.purser.wire.stream;

import dev.purser.client.node.StreamTarget;
import java.math.BigInteger;
import java.net.URI;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// An HTTP/1.1 server, with or without TLS, whose every request goes to one target by a
/// [StreamProxy].
final class StreamServer implements AutoCloseable {
    private final Server server = new Server(new VirtualThreadPool());
    private final ServerConnector connector;

    private StreamServer(StreamTarget target, SslConnectionFactory ssl) throws Exception {
        HttpConnectionFactory http = new HttpConnectionFactory();
        this.connector =
                ssl == null
                        ? new ServerConnector(server, 1, 1, http)
                        : new ServerConnector(server, 1, 1, ssl, http);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        StreamProxy proxy = new StreamProxy();
        server.setHandler(
                new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        proxy.upgrade(request, response, callback, target);
                        return true;
                    }
                });
        server.start();
    }

    static StreamServer plain(StreamTarget target) throws Exception {
        return new StreamServer(target, null);
    }

    static StreamServer tls(StreamTarget target, SSLContext context) throws Exception {
        SslContextFactory.Server factory = new SslContextFactory.Server();
        factory.setSslContext(context);
        return new StreamServer(target, new SslConnectionFactory(factory, "http/1.1"));
    }

    int port() {
        return connector.getLocalPort();
    }

    URI webSocket(String query) {
        return URI.create("ws://127.0.0.1:" + port() + "/exec?" + query);
    }

    @Override
    public void close() throws Exception {
        server.stop();
    }

    /// A context with a fresh certificate for 127.0.0.1, which it also trusts.
    static SSLContext newTls() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=test");
        var builder =
                new JcaX509v3CertificateBuilder(
                                name,
                                BigInteger.ONE,
                                Date.from(now.minusSeconds(60)),
                                Date.from(now.plusSeconds(3600)),
                                name,
                                keys.getPublic())
                        .addExtension(
                                Extension.subjectAlternativeName,
                                false,
                                new GeneralNames(
                                        new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
        X509Certificate certificate =
                new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(
                                        new JcaContentSignerBuilder("SHA256withECDSA")
                                                .build(keys.getPrivate())));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("key", keys.getPrivate(), new char[0], new Certificate[] {certificate});
        KeyManagerFactory keyManagers =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(store, new char[0]);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", certificate);
        TrustManagerFactory trustManagers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }
}
