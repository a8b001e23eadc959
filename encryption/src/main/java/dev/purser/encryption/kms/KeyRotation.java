package dev.purser.encryption.kms;

import dev.purser.encryption.kms.EncryptedObject.KeySource;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Asks a plugin how it is, and has a new seed wrapped when the plugin's key has changed.
/// Thread-safe.
///
/// Reads go on for ever with the keys that are known. Writes go on for three minutes after the last
/// good word from the plugin, so that no value is sealed long with a key that was replaced.
final class KeyRotation {
    private static final Duration WRITABLE = Duration.ofMinutes(3);
    private static final Duration FRESH_WHEN_WELL = Duration.ofSeconds(20);
    private static final Duration FRESH_WHEN_ILL = Duration.ofSeconds(3);
    private static final List<String> VERSIONS = List.of("v2", "v2beta1");

    private final String name;
    private final KmsPlugin plugin;
    private final InstantSource clock;
    private final SecureRandom random;
    private final KmsObserver observer;

    private volatile @Nullable WriteKey current;
    private @Nullable Answer last;
    private String version = "";

    KeyRotation(
            String name,
            KmsPlugin plugin,
            InstantSource clock,
            SecureRandom random,
            KmsObserver observer) {
        this.name = name;
        this.plugin = plugin;
        this.clock = clock;
        this.random = random;
        this.observer = observer;
    }

    /// What came of the last question.
    ///
    /// @param complaint empty if the plugin is well
    private record Answer(String complaint, Instant received) {
        boolean isFresh(Instant now) {
            Duration fresh = complaint.isEmpty() ? FRESH_WHEN_WELL : FRESH_WHEN_ILL;
            return now.isBefore(received.plus(fresh));
        }
    }

    /// The key to seal with, if the plugin ever gave one.
    Optional<WriteKey> current() {
        return Optional.ofNullable(current);
    }

    /// What is wrong with the plugin; empty if it is well. An answer of a moment ago is good
    /// enough.
    synchronized String check() {
        Answer known = last;
        return known != null && known.isFresh(clock.instant()) ? known.complaint() : ask();
    }

    /// Asks now.
    synchronized String ask() {
        String complaint;
        try {
            complaint = complaint(plugin.status());
        } catch (KmsException e) {
            complaint =
                    "failed to perform status section of the healthz check for KMS Provider "
                            + name
                            + ", error: "
                            + e.getMessage();
        }
        last = new Answer(complaint, clock.instant());
        return complaint;
    }

    private String complaint(KmsPlugin.Status status) {
        List<String> complaints = new ArrayList<>();
        if (!status.healthz().equals("ok")) {
            complaints.add("got unexpected healthz status: " + status.healthz());
        }
        versionComplaint(status.version()).ifPresent(complaints::add);
        String idComplaint = EncryptedObject.keyIdComplaint(status.keyId());
        if (idComplaint.isEmpty()) {
            observer.announced(name, status.keyId());
            rotate(status.keyId()).ifPresent(complaints::add);
        } else {
            observer.announcedInvalid(name, status.keyId().isEmpty() ? "empty" : "too_long");
            complaints.add(
                    "got invalid KMSv2 KeyID hash \"%s\": %s"
                            .formatted(KeyIds.hash(status.keyId()), idComplaint));
        }
        if (complaints.isEmpty()) {
            return "";
        }
        String all =
                complaints.size() == 1
                        ? complaints.getFirst()
                        : "[" + String.join(", ", complaints) + "]";
        return "kmsv2 Provider %s is not healthy, error: %s".formatted(name, all);
    }

    private Optional<String> versionComplaint(String said) {
        if (!VERSIONS.contains(said)) {
            return Optional.of("expected KMSv2 API version v2, got " + said);
        }
        if (version.isEmpty()) {
            version = said;
        }
        return version.equals(said)
                ? Optional.empty()
                : Optional.of(
                        "KMSv2 API version should not change after the initial status response"
                                + " version %s, got %s".formatted(version, said));
    }

    /// Prolongs the current key, or replaces it if the plugin wraps with another one by now. If
    /// that fails, the current key serves until it expires.
    private Optional<String> rotate(String statusKeyId) {
        // Taken before the call, so that it is the upper bound.
        Instant expires = clock.instant().plus(WRITABLE);
        WriteKey known = current;
        if (known != null && known.wrapped().keyId().equals(statusKeyId)) {
            current = known.until(expires);
            return Optional.empty();
        }
        String uid = uid();
        String encryptKeyId = "";
        String failure;
        try {
            WriteKey made = make(uid, expires);
            encryptKeyId = made.wrapped().keyId();
            if (encryptKeyId.equals(statusKeyId)) {
                current = made;
                return Optional.empty();
            }
            failure = "the plugin encrypts with another key than its status names";
        } catch (KmsException e) {
            failure = "failed to encrypt DEK, error: " + e.getMessage();
        } catch (IOException | GeneralSecurityException e) {
            failure = String.valueOf(e.getMessage());
        }
        return Optional.of(
                "failed to rotate DEK uid=\"%s\", errGen=%s, statusKeyIDHash=\"%s\", encryptKeyIDHash=\"%s\", stateKeyIDHash=\"%s\", expirationTimestamp=%s"
                        .formatted(
                                uid,
                                failure,
                                KeyIds.hash(statusKeyId),
                                KeyIds.hash(encryptKeyId),
                                known == null ? "" : KeyIds.hash(known.wrapped().keyId()),
                                known == null
                                        ? "none"
                                        : known.expires().truncatedTo(ChronoUnit.SECONDS)));
    }

    private WriteKey make(String uid, Instant expires)
            throws KmsException, IOException, GeneralSecurityException {
        byte[] seed = new byte[DataKey.SEED_BYTES];
        random.nextBytes(seed);
        try {
            WrappedKey wrapped = plugin.encrypt(seed, uid);
            EncryptedObject.requireValid(wrapped);
            DataKey key = new DataKey(seed, KeySource.HKDF_SHA256_XNONCE_AES_GCM_SEED);
            return new WriteKey(key, wrapped, expires);
        } finally {
            Arrays.fill(seed, (byte) 0);
        }
    }

    /// A random UUID, by which an operator finds a call in the plugin's log.
    String uid() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return UUID.nameUUIDFromBytes(bytes).toString();
    }
}
