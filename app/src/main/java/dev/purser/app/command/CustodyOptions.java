package dev.purser.app.command;

import dev.purser.app.keys.Custodies;
import dev.purser.app.keys.CustodySettings;
import dev.purser.app.keys.CustodySettings.ByCredential;
import dev.purser.app.keys.CustodySettings.ByPassphrase;
import dev.purser.app.keys.CustodySettings.ByVault;
import dev.purser.app.keys.CustodySettings.InFile;
import dev.purser.app.keys.SecretSources;
import dev.purser.app.terminal.PassphrasePrompt;
import dev.purser.encryption.custody.KmsCustody;
import dev.purser.store.custody.CredentialCustody;
import dev.purser.store.custody.KeyPlace;
import dev.purser.store.custody.PassphraseCustody;
import dev.purser.store.custody.SecretBytes;
import dev.purser.store.custody.SecretSource;
import dev.purser.store.custody.TransitCustody;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say who guards the default keys.
final class CustodyOptions {
    private static final String ADVICE =
            "the keys are sealed with a passphrase: give it with --passphrase-file";

    @Option(
            names = "--key-custody",
            paramLabel = "NAME",
            description =
                    "who guards the encryption keys from now on: file, passphrase, systemd-credential, vault-transit or kms (default: as it is now; at first a file)")
    private @Nullable String custody;

    @Option(
            names = "--key-dir",
            paramLabel = "DIR",
            description =
                    "the directory of key files, outside the data directory (PURSER_KEY_DIR; default: /etc/purser/keys, for users ~/.config/purser/keys)")
    private @Nullable Path keyDirectory;

    @Option(
            names = "--key-file",
            paramLabel = "FILE",
            description = "the file of keys itself, instead of one in --key-dir")
    private @Nullable Path keyFile;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description =
                    "the passphrase that seals the keys; /dev/stdin and /dev/fd/N will do (default: it is asked for)")
    private @Nullable Path passphraseFile;

    @Option(
            names = "--key-credential",
            paramLabel = "NAME",
            description = "the credential of systemd that seals the keys (default: purser-key)")
    private @Nullable String credential;

    @Option(
            names = "--vault-address",
            paramLabel = "URL",
            description = "the Vault whose transit engine seals the keys (VAULT_ADDR)")
    private @Nullable URI vaultAddress;

    @Option(
            names = "--vault-transit-key",
            paramLabel = "NAME",
            description = "the key of the transit engine")
    private @Nullable String vaultKey;

    @Option(
            names = "--vault-transit-mount",
            paramLabel = "PATH",
            description = "where the transit engine is (default: transit)")
    private @Nullable String vaultMount;

    @Option(
            names = "--vault-token-file",
            paramLabel = "FILE",
            description = "the token for Vault (default: VAULT_TOKEN, then ~/.vault-token)")
    private @Nullable Path vaultTokenFile;

    @Option(
            names = "--vault-namespace",
            paramLabel = "NAME",
            description = "the namespace of Vault Enterprise (VAULT_NAMESPACE)")
    private @Nullable String vaultNamespace;

    @Option(
            names = "--vault-ca-cert",
            paramLabel = "FILE",
            description = "certificates that Vault's own must come from, PEM (VAULT_CACERT)")
    private @Nullable Path vaultAuthority;

    @Option(
            names = "--kms-endpoint",
            paramLabel = "URL",
            description = "the KMS v2 plugin that seals the keys: unix:///path/to/socket")
    private @Nullable String kmsEndpoint;

    /// @param environment of the process
    CustodySettings settings(Map<String, String> environment) {
        if (keyFile != null && keyDirectory != null) {
            throw new CommandFailure("--key-file and --key-dir exclude each other");
        }
        return new CustodySettings(
                wanted(),
                inFile(environment),
                byPassphrase(),
                byCredential(environment),
                byVault(environment),
                Optional.ofNullable(kmsEndpoint),
                CustodySettings.Intent.SETTLE);
    }

    /// The same for a command that uses the keys where they are.
    CustodySettings ofPresent(Map<String, String> environment) {
        if (custody != null) {
            throw new CommandFailure(
                    "--key-custody changes who has the keys: see purser encryption custody --help");
        }
        CustodySettings given = settings(environment);
        return new CustodySettings(
                Optional.empty(),
                given.file(),
                given.passphrase(),
                given.credential(),
                given.vault(),
                given.kmsEndpoint(),
                CustodySettings.Intent.USE);
    }

    /// Whether somebody is to have the keys in another way than now.
    boolean asksForChange() {
        return wanted().isPresent() || keyDirectory != null || keyFile != null;
    }

    /// An option that makes sense with one custody alone asks for it. Those about files do not:
    /// nobody is to lose a better custody by them.
    private Optional<String> wanted() {
        if (custody != null) {
            if (!Custodies.NAMES.contains(custody)) {
                throw new CommandFailure(
                        "--key-custody is one of %s, not %s"
                                .formatted(String.join(", ", Custodies.NAMES), custody));
            }
            return Optional.of(custody);
        }
        if (vaultKey != null) {
            return Optional.of(TransitCustody.NAME);
        }
        if (kmsEndpoint != null) {
            return Optional.of(KmsCustody.NAME);
        }
        if (credential != null) {
            return Optional.of(CredentialCustody.NAME);
        }
        return passphraseFile == null ? Optional.empty() : Optional.of(PassphraseCustody.NAME);
    }

    private InFile inFile(Map<String, String> environment) {
        KeyPlace standard = new KeyPlace.InDirectory(standardDirectory(environment));
        if (keyFile != null) {
            return new InFile(
                    Optional.of(new KeyPlace.ExactFile(keyFile.toAbsolutePath())), standard);
        }
        return new InFile(
                Optional.ofNullable(keyDirectory)
                        .or(() -> path(environment, "PURSER_KEY_DIR"))
                        .map(directory -> new KeyPlace.InDirectory(directory.toAbsolutePath())),
                standard);
    }

    private static Path standardDirectory(Map<String, String> environment) {
        if (Preparation.isRoot()) {
            return Path.of("/etc/purser/keys");
        }
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", ".")));
        return path(environment, "XDG_CONFIG_HOME")
                .orElse(home.resolve(".config"))
                .resolve("purser/keys")
                .toAbsolutePath();
    }

    private ByPassphrase byPassphrase() {
        if (passphraseFile == null) {
            return new ByPassphrase(
                    PassphrasePrompt.present(ADVICE), PassphrasePrompt.fresh(ADVICE));
        }
        SecretSource source = passphrase(passphraseFile);
        return new ByPassphrase(source, source);
    }

    /// A passphrase in a file, which may be a pipe.
    static SecretSource passphrase(Path file) {
        return SecretSources.remembered(
                SecretSources.line(SecretSources.file(file, "the passphrase"), "the passphrase"));
    }

    private ByCredential byCredential(Map<String, String> environment) {
        return new ByCredential(
                Optional.ofNullable(credential), path(environment, "CREDENTIALS_DIRECTORY"));
    }

    private ByVault byVault(Map<String, String> environment) {
        return new ByVault(
                Optional.ofNullable(vaultAddress)
                        .or(() -> text(environment, "VAULT_ADDR").map(CustodyOptions::uri)),
                Optional.ofNullable(vaultNamespace).or(() -> text(environment, "VAULT_NAMESPACE")),
                Optional.ofNullable(vaultMount),
                Optional.ofNullable(vaultKey),
                Optional.ofNullable(vaultAuthority).or(() -> path(environment, "VAULT_CACERT")),
                vaultToken(environment));
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure("VAULT_ADDR is no address: " + text, e);
        }
    }

    private SecretSource vaultToken(Map<String, String> environment) {
        String what = "the token for Vault";
        if (vaultTokenFile != null) {
            return SecretSources.line(SecretSources.file(vaultTokenFile, what), what);
        }
        String told = environment.getOrDefault("VAULT_TOKEN", "");
        if (!told.isEmpty()) {
            return () -> SecretBytes.of(told.getBytes(StandardCharsets.UTF_8));
        }
        Path ofUser = Path.of(environment.getOrDefault("HOME", "/root"), ".vault-token");
        return Files.exists(ofUser)
                ? SecretSources.line(SecretSources.file(ofUser, what), what)
                : SecretSources.absent(
                        "Vault wants a token: give it with --vault-token-file or VAULT_TOKEN");
    }

    private static Optional<String> text(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    private static Optional<Path> path(Map<String, String> environment, String name) {
        return text(environment, name).map(Path::of);
    }
}
