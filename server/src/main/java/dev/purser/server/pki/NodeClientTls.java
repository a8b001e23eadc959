package dev.purser.server.pki;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// The API server's side of TLS when it asks a node: it believes the cluster's authority alone, and
/// shows a client certificate of its own, the one that is current at each handshake.
public final class NodeClientTls {
    private NodeClientTls() {}

    /// A context for connections to nodes.
    public static SSLContext context(ClusterPki pki, SecureRandom random) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry("authority", pki.authority());
            TrustManagerFactory trust =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    new KeyManager[] {new OwnKey(pki.keptClient(ClientSubject.apiServer()))},
                    trust.getTrustManagers(),
                    random);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new PkiException("TLS to nodes cannot be set up", e);
        }
    }

    /// Shows one key, whatever it is at that moment. Renewals keep the key and change the
    /// certificate, so that the two fit together at any time.
    private static final class OwnKey extends X509ExtendedKeyManager {
        private static final String ALIAS = "client";

        private final Supplier<CertifiedKey> key;

        OwnKey(Supplier<CertifiedKey> key) {
            this.key = key;
        }

        @Override
        public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public @Nullable String chooseClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
            String own = key.get().privateKey().getAlgorithm();
            for (String type : keyTypes) {
                if (type.equals(own)) {
                    return ALIAS;
                }
            }
            return null;
        }

        @Override
        public @Nullable String chooseEngineClientAlias(
                String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return chooseClientAlias(keyTypes, issuers, null);
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
        public String @Nullable [] getServerAliases(
                String keyType, Principal @Nullable [] issuers) {
            return null;
        }

        @Override
        public @Nullable String chooseServerAlias(
                String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return null;
        }
    }
}
