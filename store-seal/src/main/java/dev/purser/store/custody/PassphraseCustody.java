package dev.purser.store.custody;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Keys sealed under a key that Argon2id (RFC 9106) makes of a passphrase. Cost and salt are in the
/// record, so a later default does not lock anybody out.
///
/// The passphrase is asked for once; what was made of it is remembered, for the keys are in memory
/// anyway.
public final class PassphraseCustody implements Custody {
    public static final String NAME = "passphrase";

    private static final String ARGON2 = "argon2id";
    private static final int SALT_BYTES = 16;

    private final SecretSource present;
    private final SecretSource fresh;
    private final Argon2Cost cost;
    private final SecureRandom random;
    private @Nullable Derived derived;

    /// @param present the passphrase of keys that are sealed already
    /// @param fresh the passphrase of keys that are to be sealed for the first time
    /// @param cost of a passphrase that is new; [Argon2Cost#RECOMMENDED] but in tests
    public PassphraseCustody(
            SecretSource present, SecretSource fresh, Argon2Cost cost, SecureRandom random) {
        this.present = present;
        this.fresh = fresh;
        this.cost = cost;
        this.random = random;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public synchronized ObjectNode keep(SecretBytes document, Owner owner) {
        Derived key = derived;
        if (key == null) {
            byte[] salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            key = derive(fresh, cost, salt);
        }
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        ObjectNode argon2 = kept.putObject(ARGON2);
        key.cost().writeTo(argon2);
        argon2.put("salt", key.salt());
        SealedDocument.seal(kept, key.key(), document, context(owner), random);
        return kept;
    }

    @Override
    public synchronized SecretBytes fetch(ObjectNode kept, Owner owner) {
        Argon2Cost stored = Argon2Cost.read(kept.path(ARGON2));
        byte[] salt = SealedDocument.bytes(kept.path(ARGON2), "salt");
        Derived key =
                Optional.ofNullable(derived)
                        .filter(known -> known.isFor(stored, salt))
                        .orElseGet(() -> derive(present, stored, salt));
        try {
            return SealedDocument.open(
                    kept,
                    key.key(),
                    context(owner),
                    "the passphrase is wrong, or %s was changed; nothing was touched"
                            .formatted(owner.record()));
        } catch (CustodyException e) {
            derived = null;
            throw e;
        }
    }

    private Derived derive(SecretSource passphrase, Argon2Cost how, byte[] salt) {
        try (SecretBytes words = passphrase.read();
                SecretBytes key = how.derive(words, salt)) {
            Derived made = new Derived(how, salt, new SecretKeySpec(key.bytes(), "AES"));
            derived = made;
            return made;
        }
    }

    private static byte[] context(Owner owner) {
        return SealedDocument.context(NAME, owner);
    }

    @Override
    public String whereabouts(ObjectNode kept) {
        return "in the data directory, sealed with a passphrase (Argon2id, %d MiB, %d passes)"
                .formatted(
                        kept.path(ARGON2).path("memoryKiB").asInt(0) >> 10,
                        kept.path(ARGON2).path("passes").asInt(0));
    }

    @Override
    public boolean isSettled(ObjectNode kept, Owner owner) {
        return true;
    }

    /// What a passphrase became. Shows nothing of it.
    private static final class Derived {
        private final Argon2Cost cost;
        private final byte[] salt;
        private final SecretKey key;

        Derived(Argon2Cost cost, byte[] salt, SecretKey key) {
            this.cost = cost;
            this.salt = salt;
            this.key = key;
        }

        boolean isFor(Argon2Cost otherCost, byte[] otherSalt) {
            return cost.equals(otherCost) && Arrays.equals(salt, otherSalt);
        }

        Argon2Cost cost() {
            return cost;
        }

        byte[] salt() {
            return salt;
        }

        SecretKey key() {
            return key;
        }
    }
}
