package dev.purser.store.custody;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Keys sealed under a key that HKDF (RFC 5869) makes of a secret which the service manager hands
/// to the process, such as a credential of systemd (`LoadCredentialEncrypted=`): random bytes, too
/// many to be guessed, unlike a passphrase.
public final class CredentialCustody implements Custody {
    public static final String NAME = "systemd-credential";

    private static final String CREDENTIAL = "credential";
    private static final String SALT = "salt";
    private static final int SALT_BYTES = 32;
    private static final int CREDENTIAL_BYTES_MIN = 32;
    private static final int KEY_BYTES = 32;

    private final String credential;
    private final SecretSource source;
    private final SecureRandom random;

    /// @param credential its name
    public CredentialCustody(String credential, SecretSource source, SecureRandom random) {
        this.credential = credential;
        this.source = source;
        this.random = random;
    }

    /// The credential that a record names.
    public static String credential(ObjectNode kept) {
        return kept.path(CREDENTIAL).asString("");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ObjectNode keep(SecretBytes document, Owner owner) {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        kept.put(CREDENTIAL, credential).put(SALT, salt);
        SealedDocument.seal(
                kept, derive(salt), document, SealedDocument.context(NAME, owner), random);
        return kept;
    }

    @Override
    public SecretBytes fetch(ObjectNode kept, Owner owner) {
        return SealedDocument.open(
                kept,
                derive(SealedDocument.bytes(kept, SALT)),
                SealedDocument.context(NAME, owner),
                "the credential %s is not the one that the keys were sealed with, or %s was changed; nothing was touched"
                        .formatted(credential, owner.record()));
    }

    private SecretKey derive(byte[] salt) {
        try (SecretBytes secret = source.read()) {
            if (secret.size() < CREDENTIAL_BYTES_MIN) {
                throw new CustodyException(
                        "the credential %s has %d bytes; it must have at least %d random ones: head -c %3$d /dev/urandom"
                                .formatted(credential, secret.size(), CREDENTIAL_BYTES_MIN));
            }
            HKDFParameterSpec how =
                    HKDFParameterSpec.ofExtract()
                            .addIKM(secret.bytes())
                            .addSalt(salt)
                            .thenExpand(
                                    "purser keyring".getBytes(StandardCharsets.US_ASCII),
                                    KEY_BYTES);
            return KDF.getInstance("HKDF-SHA256").deriveKey("AES", how);
        } catch (GeneralSecurityException e) {
            throw new CustodyException("this Java has no HKDF-SHA256", e);
        }
    }

    @Override
    public String whereabouts(ObjectNode kept) {
        return "in the data directory, sealed with the credential " + credential(kept);
    }

    @Override
    public boolean isSettled(ObjectNode kept, Owner owner) {
        return credential(kept).equals(credential);
    }
}
