package dev.purser.server.pki;

import dev.purser.wire.tls.ServingContext;
import dev.purser.wire.tls.ServingKey;
import dev.purser.wire.tls.TlsSettings;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// The API server's side of TLS, with the certificates of its own authority.
public final class ServerTls {
    private ServerTls() {}

    /// A context for a server that wants, but does not need, client certificates.
    ///
    /// @param settings say which keys are shown
    public static SSLContext context(ClusterPki pki, TlsSettings settings, SecureRandom random) {
        try {
            return ServingContext.of(
                    settings.key().orElseGet(() -> new OwnKey(pki::serving)),
                    settings.byName(),
                    pki::authority,
                    random);
        } catch (GeneralSecurityException e) {
            throw new PkiException("TLS cannot be set up", e);
        }
    }

    /// A key that may be renewed, as it is shown.
    public static Supplier<ServingKey> shown(Supplier<CertifiedKey> key) {
        return new OwnKey(key);
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
                known = now.serving();
                shown = known;
                last = now;
            }
            return known;
        }
    }
}
