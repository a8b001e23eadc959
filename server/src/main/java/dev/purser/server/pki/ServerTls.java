package dev.purser.server.pki;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The server's side of TLS. It shows the certificate that is current at each handshake, and asks
/// clients for theirs without judging them: as with Kubernetes, a client certificate that is not
/// valid is answered 401 by the authenticator, not by a broken connection.
public final class ServerTls {
    private ServerTls() {}

    /// A context for a server that wants, but does not need, client certificates.
    ///
    /// @param settings say which keys are shown
    public static SSLContext context(ClusterPki pki, TlsSettings settings, SecureRandom random) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {keys(pki, settings)},
                    new TrustManager[] {new AskOnly(pki::authority)},
                    random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new PkiException("TLS cannot be set up", e);
        }
    }

    private static KeyManager keys(ClusterPki pki, TlsSettings settings) {
        return new ServedKeys(
                settings.key().orElseGet(() -> new OwnKey(pki::serving)), settings.byName());
    }

    /// The server's own key, made into another form once for each new one.
    private static final class OwnKey implements Supplier<ServingKey> {
        private final Supplier<CertifiedKey> key;
        private @Nullable CertifiedKey last;
        private @Nullable ServingKey shown;

        OwnKey(Supplier<CertifiedKey> key) {
            this.key = key;
        }

        @Override
        public synchronized ServingKey get() {
            CertifiedKey now = key.get();
            ServingKey known = shown;
            if (known == null || now != last) {
                known = ServingKey.of(now);
                shown = known;
                last = now;
            }
            return known;
        }
    }

    /// Names the authority whose certificates are wanted, and lets every client through to the
    /// authenticator. Never used to judge a server.
    private static final class AskOnly extends X509ExtendedTrustManager {
        private final Supplier<X509Certificate> authority;

        AskOnly(Supplier<X509Certificate> authority) {
            this.authority = authority;
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[] {authority.get()};
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String authType, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {
            throw notAClient();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
            throw notAClient();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
            throw notAClient();
        }

        private static UnsupportedOperationException notAClient() {
            return new UnsupportedOperationException("this TLS context is for servers only");
        }
    }
}
