package dev.purser.wire.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A key that the server shows, with its certificate and those up to the authority's, its own
/// first. Immutable; never shows the key.
public final class ServingKey {
    private final PrivateKey privateKey;
    private final List<X509Certificate> chain;

    public ServingKey(PrivateKey privateKey, List<X509Certificate> chain) {
        this.privateKey = privateKey;
        this.chain = List.copyOf(chain);
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    /// The certificates that are shown, its own first.
    public List<X509Certificate> chain() {
        return chain;
    }

    /// Whether it serves for a kind of key, as TLS names it.
    boolean isOf(String keyType) {
        return keyType.equals(privateKey.getAlgorithm());
    }

    @Override
    public String toString() {
        return "ServingKey[" + chain.getFirst().getSubjectX500Principal() + "]";
    }
}
