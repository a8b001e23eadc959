package dev.purser.client.remote;

import java.security.GeneralSecurityException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// The TLS side of a [Connection].
public final class TlsContext {
    private TlsContext() {}

    /// @throws IllegalArgumentException when certificates or keys make no sense
    public static SSLContext of(Connection connection) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keyManagers(connection.credential()),
                    trustManagers(connection.certificateAuthority()),
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot set up TLS", e);
        }
    }

    private static KeyManager @Nullable [] keyManagers(Credential credential)
            throws GeneralSecurityException {
        if (!(credential instanceof Credential.ClientCertificate certificate)) {
            return null;
        }
        KeyManagerFactory factory =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(certificate.keys(), PemKeyStore.password());
        return factory.getKeyManagers();
    }

    private static TrustManager @Nullable [] trustManagers(String certificateAuthority)
            throws GeneralSecurityException {
        if (certificateAuthority.isEmpty()) {
            return null;
        }
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(PemKeyStore.trusting(certificateAuthority));
        return factory.getTrustManagers();
    }
}
