package dev.purser.external.template.operator;

import dev.purser.external.template.run.CallException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/// A PKCS #12 archive: a private key, its certificate, and those that go with it.
record Archive(PrivateKey key, List<X509Certificate> certificates) {
    private static final String TYPE = "PKCS12";

    Archive {
        certificates = List.copyOf(certificates);
    }

    static Archive read(byte[] archive, String password) throws CallException {
        char[] secret = password.toCharArray();
        try {
            // The JDK's own leaves out certificates that belong to no key.
            return read(KeyStore.getInstance(TYPE, new BouncyCastleProvider()), archive, secret);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            return readWithJdk(archive, secret);
        }
    }

    /// The JDK reads archives with an empty password, which the other refuses.
    private static Archive readWithJdk(byte[] archive, char[] secret) throws CallException {
        try {
            return read(KeyStore.getInstance(TYPE), archive, secret);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw failure("the archive is malformed, or the password is wrong");
        }
    }

    private static Archive read(KeyStore store, byte[] archive, char[] secret)
            throws IOException, GeneralSecurityException, CallException {
        store.load(new ByteArrayInputStream(archive), secret);
        List<String> aliases = Collections.list(store.aliases());
        Optional<String> keyAlias = keyAlias(store, aliases);
        if (keyAlias.isEmpty()) {
            throw failure("private key missing");
        }
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        Certificate[] chain = store.getCertificateChain(keyAlias.get());
        add(certificates, chain == null ? List.of() : List.of(chain));
        for (String alias : aliases) {
            Certificate certificate = store.getCertificate(alias);
            add(certificates, certificate == null ? List.of() : List.of(certificate));
        }
        if (certificates.isEmpty()) {
            throw failure("certificate missing");
        }
        if (store.getKey(keyAlias.get(), secret) instanceof PrivateKey key) {
            return new Archive(key, new ArrayList<>(certificates));
        }
        throw failure("private key missing");
    }

    private static Optional<String> keyAlias(KeyStore store, List<String> aliases)
            throws GeneralSecurityException {
        for (String alias : aliases) {
            if (store.isKeyEntry(alias)) {
                return Optional.of(alias);
            }
        }
        return Optional.empty();
    }

    private static void add(Set<X509Certificate> certificates, List<Certificate> more) {
        for (Certificate certificate : more) {
            if (certificate instanceof X509Certificate known) {
                certificates.add(known);
            }
        }
    }

    private static CallException failure(String why) {
        return new CallException("unable to decode pkcs12 with password: " + why);
    }

    byte[] write(String password) throws CallException {
        try {
            KeyStore store = empty();
            store.setKeyEntry(
                    "1", key, password.toCharArray(), certificates.toArray(Certificate[]::new));
            return bytes(store, password);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new CallException("unable to encode pkcs12");
        }
    }

    static byte[] writeTrusted(List<X509Certificate> certificates, String password)
            throws CallException {
        try {
            KeyStore store = empty();
            for (int i = 0; i < certificates.size(); i++) {
                store.setCertificateEntry(String.valueOf(i + 1), certificates.get(i));
            }
            return bytes(store, password);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw new CallException("unable to encode pkcs12");
        }
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(TYPE);
        store.load(null, null);
        return store;
    }

    private static byte[] bytes(KeyStore store, String password)
            throws IOException, GeneralSecurityException {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        store.store(archive, password.toCharArray());
        return archive.toByteArray();
    }
}
