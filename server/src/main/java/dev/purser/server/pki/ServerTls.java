package dev.purser.server.pki;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// The server's side of TLS. It shows the certificate that is current at each handshake, and asks
/// clients for theirs without judging them: as with Kubernetes, a client certificate that is not
/// valid is answered 401 by the authenticator, not by a broken connection.
public final class ServerTls {
    private ServerTls() {}

    /// A context for a server that wants, but does not need, client certificates.
    public static SSLContext context(ClusterPki pki, SecureRandom random) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new CurrentKey(pki::serving)},
                    new TrustManager[] {new AskOnly(pki::authority)},
                    random);
            return context;
        } catch (GeneralSecurityException e) {
            throw new PkiException("TLS cannot be set up", e);
        }
    }

    /// Offers one key, whatever it is at that moment.
    private static final class CurrentKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "server";
        private static final String KEY_TYPE = "EC";

        private final Supplier<CertifiedKey> key;

        CurrentKey(Supplier<CertifiedKey> key) {
            this.key = key;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
            return keyType.equals(KEY_TYPE) ? ALIAS : null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, Socket socket) {
            return keyType.equals(KEY_TYPE) ? ALIAS : null;
        }

        @Override
        public String @Nullable [] getServerAliases(
                String keyType, Principal @Nullable [] issuers) {
            return keyType.equals(KEY_TYPE) ? new String[] {ALIAS} : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {key.get().certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key.get().privateKey();
        }

        @Override
        public String @Nullable [] getClientAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyType, Principal @Nullable [] issuers, Socket socket) {
            return null;
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
