package dev.purser.server.wire;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

/// What the server shows of itself, and whose clients it knows. Redacts itself.
///
/// @param serving the private key and certificate chain of the server
/// @param password protects the key inside the key store
/// @param clientAuthorities named to clients that may have a certificate to show
public record Tls(KeyStore serving, String password, List<X509Certificate> clientAuthorities) {
    public Tls {
        clientAuthorities = List.copyOf(clientAuthorities);
    }

    @Override
    public String toString() {
        return "Tls[" + clientAuthorities.size() + " client authorities]";
    }
}
