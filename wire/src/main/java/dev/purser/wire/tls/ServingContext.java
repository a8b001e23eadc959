package dev.purser.wire.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The server's side of TLS. It shows the certificate that is current at each handshake, and asks
/// clients for theirs without judging them: as with Kubernetes, a client certificate that is not
/// valid is answered 401 by the authenticator, not by a broken connection.
public final class ServingContext {
    private ServingContext() {}

    /// A context for a server that wants, but does not need, client certificates.
    ///
    /// @param key what is shown to clients that ask for no name, or for one of no other key
    /// @param byName what is shown to those who ask for some names
    /// @param authority whose certificates are wanted of clients
    /// @throws GeneralSecurityException if this Java has no TLS
    public static SSLContext of(
            Supplier<ServingKey> key,
            List<TlsSettings.Named> byName,
            Supplier<X509Certificate> authority,
            SecureRandom random)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new KeyManager[] {new ServedKeys(key, byName)},
                new TrustManager[] {new AskOnly(authority)},
                random);
        return context;
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
