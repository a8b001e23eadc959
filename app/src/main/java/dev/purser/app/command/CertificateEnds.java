package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/// When the certificates of a running Purser end: the one that it shows, the administrator's, and
/// that of the authority which signed both.
record CertificateEnds(Instant server, Instant admin, Instant authority) {
    /// Purser renews the first two long before; who sees less than this has to do something.
    private static final Duration WORRYING = Duration.ofDays(30);

    private static final int TIMEOUT_MILLIS = 5_000;

    /// Asks the server for its certificate, and reads the others from the administrator's
    /// kubeconfig.
    ///
    /// @throws IOException if one of them cannot be had
    static CertificateEnds of(DataDirectory directory, URI server) throws IOException {
        String kubeconfig = Files.readString(directory.adminKubeconfig());
        try {
            X509Certificate authority = embedded(kubeconfig, "certificate-authority-data");
            X509Certificate admin = embedded(kubeconfig, "client-certificate-data");
            return new CertificateEnds(end(shown(server, authority)), end(admin), end(authority));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("the certificates cannot be read: " + e.getMessage(), e);
        }
    }

    /// Whether one of them ends so soon that its renewal must have failed.
    boolean isWorrying(Instant now) {
        Instant first = server.isBefore(admin) ? server : admin;
        return (first.isBefore(authority) ? first : authority).isBefore(now.plus(WORRYING));
    }

    private static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    private static X509Certificate embedded(String kubeconfig, String field)
            throws GeneralSecurityException, IOException {
        Matcher matcher = Pattern.compile(field + ": *(\\S+)").matcher(kubeconfig);
        if (!matcher.find()) {
            throw new IOException("the kubeconfig has no " + field);
        }
        byte[] pem = Base64.getDecoder().decode(matcher.group(1));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem));
    }

    private static X509Certificate shown(URI server, X509Certificate authority)
            throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        String host = server.getHost().replaceAll("[\\[\\]]", "");
        try (SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(host, server.getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }
}
