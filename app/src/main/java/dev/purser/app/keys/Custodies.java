package dev.purser.app.keys;

import dev.purser.encryption.custody.KmsCustody;
import dev.purser.encryption.kms.GrpcKmsPlugin;
import dev.purser.store.custody.Argon2Cost;
import dev.purser.store.custody.CredentialCustody;
import dev.purser.store.custody.Custody;
import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.CustodyRecord;
import dev.purser.store.custody.FileCustody;
import dev.purser.store.custody.KeyPlace;
import dev.purser.store.custody.PassphraseCustody;
import dev.purser.store.custody.PrivateFiles;
import dev.purser.store.custody.SecretSource;
import dev.purser.store.custody.TransitCustody;
import dev.purser.store.custody.TransitKey;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Makes the custodies that settings and records ask for.
public final class Custodies {
    /// What `--key-custody` may say.
    public static final List<String> NAMES =
            List.of(
                    FileCustody.NAME,
                    PassphraseCustody.NAME,
                    CredentialCustody.NAME,
                    TransitCustody.NAME,
                    KmsCustody.NAME);

    private static final String STANDARD_CREDENTIAL = "purser-key";
    private static final String STANDARD_MOUNT = "transit";
    private static final Duration KMS_ANSWER_MAX = Duration.ofSeconds(10);

    private final CustodySettings settings;
    private final PrivateFiles files;
    private final SecureRandom random;

    public Custodies(CustodySettings settings, PrivateFiles files, SecureRandom random) {
        this.settings = settings;
        this.files = files;
        this.random = random;
    }

    CustodySettings.Intent intent() {
        return settings.intent();
    }

    /// The custody that is to have the keys from now on, with a new passphrase where that is what
    /// seals them.
    public Custody renewed(CustodyRecord record) {
        String name = settings.custody().orElse(record.custody());
        return name.equals(PassphraseCustody.NAME)
                ? passphrase(settings.passphrase().fresh())
                : wanted(Optional.of(record));
    }

    /// The custody that is to have the keys from now on.
    ///
    /// @param record the present state of things; empty when there are no keys yet
    public Custody wanted(Optional<CustodyRecord> record) {
        String name =
                settings.custody()
                        .orElseGet(
                                () -> record.map(CustodyRecord::custody).orElse(FileCustody.NAME));
        Optional<CustodyRecord> same = record.filter(known -> known.custody().equals(name));
        return switch (name) {
            case FileCustody.NAME -> new FileCustody(place(same), files);
            case PassphraseCustody.NAME ->
                    passphrase(
                            same.isPresent()
                                    ? settings.passphrase().present()
                                    : settings.passphrase().fresh());
            case CredentialCustody.NAME ->
                    credential(
                            settings.credential().name().or(() -> same.map(Custodies::credential)));
            case TransitCustody.NAME ->
                    new TransitCustody(transitKey(same), settings.vault().token());
            case KmsCustody.NAME ->
                    kms(
                            settings.kmsEndpoint()
                                    .or(() -> same.map(known -> KmsCustody.endpoint(known.kept())))
                                    .orElseThrow(() ->
                                            new CustodyException(
                                                    "where is the KMS plugin? Say it with --kms-endpoint")));
            default -> throw unknown(name);
        };
    }

    private Custody kms(String endpoint) {
        return new KmsCustody(
                endpoint, socket -> GrpcKmsPlugin.open(socket, KMS_ANSWER_MAX), random);
    }

    /// The custody that has the keys now.
    public Custody present(CustodyRecord record) {
        return switch (record.custody()) {
            case CredentialCustody.NAME -> credential(Optional.of(credential(record)));
            case KmsCustody.NAME -> kms(KmsCustody.endpoint(record.kept()));
            case FileCustody.NAME, PassphraseCustody.NAME, TransitCustody.NAME ->
                    settings.custody().isEmpty()
                                    || settings.custody().get().equals(record.custody())
                            ? wanted(Optional.of(record))
                            : recorded(record);
            default -> throw unknown(record.custody());
        };
    }

    /// As the record has it, for the settings are about another custody.
    private Custody recorded(CustodyRecord record) {
        return switch (record.custody()) {
            case PassphraseCustody.NAME -> passphrase(settings.passphrase().present());
            case TransitCustody.NAME ->
                    new TransitCustody(TransitKey.read(record.kept()), settings.vault().token());
            default ->
                    new FileCustody(new KeyPlace.ExactFile(FileCustody.file(record.kept())), files);
        };
    }

    private KeyPlace place(Optional<CustodyRecord> same) {
        return settings.file()
                .told()
                .orElseGet(() ->
                        same.<KeyPlace>map(record ->
                                        new KeyPlace.ExactFile(FileCustody.file(record.kept())))
                                .orElse(settings.file().standard()));
    }

    private Custody passphrase(SecretSource present) {
        return new PassphraseCustody(
                present, settings.passphrase().fresh(), Argon2Cost.RECOMMENDED, random);
    }

    private static String credential(CustodyRecord record) {
        return CredentialCustody.credential(record.kept());
    }

    private Custody credential(Optional<String> told) {
        String name = told.orElse(STANDARD_CREDENTIAL);
        if (!name.matches("[A-Za-z0-9._-]+")) {
            throw new CustodyException("\"%s\" is no name of a credential".formatted(name));
        }
        SecretSource source =
                settings.credential()
                        .directory()
                        .map(directory ->
                                SecretSources.file(
                                        directory.resolve(name), "the credential " + name))
                        .orElseGet(() ->
                                SecretSources.absent(
                                        "the keys are sealed with the credential %s of systemd, and $CREDENTIALS_DIRECTORY is not set: start Purser as a service with LoadCredentialEncrypted=%1$s"
                                                .formatted(name)));
        return new CredentialCustody(name, source, random);
    }

    private TransitKey transitKey(Optional<CustodyRecord> same) {
        Optional<TransitKey> known = same.map(record -> TransitKey.read(record.kept()));
        CustodySettings.ByVault vault = settings.vault();
        return new TransitKey(
                told(vault.address(), known, TransitKey::address)
                        .orElseThrow(() ->
                                new CustodyException(
                                        "where is Vault? Say it with --vault-address or VAULT_ADDR")),
                told(vault.namespace(), known, TransitKey::namespace).orElse(""),
                told(vault.mount(), known, TransitKey::mount).orElse(STANDARD_MOUNT),
                told(vault.key(), known, TransitKey::name)
                        .orElseThrow(() ->
                                new CustodyException(
                                        "which key of Vault's transit engine? Say it with --vault-transit-key")),
                vault.authority()
                        .map(Path::toAbsolutePath)
                        .or(() -> known.flatMap(TransitKey::authority)));
    }

    private static <T> Optional<T> told(
            Optional<T> said, Optional<TransitKey> known, Function<TransitKey, T> part) {
        return said.or(() -> known.map(part));
    }

    private static CustodyException unknown(String name) {
        return new CustodyException(
                "there is no custody \"%s\"; there are %s"
                        .formatted(name, String.join(", ", NAMES)));
    }
}
