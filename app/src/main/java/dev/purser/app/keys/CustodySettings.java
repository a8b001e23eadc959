package dev.purser.app.keys;

import dev.purser.store.custody.KeyPlace;
import dev.purser.store.custody.SecretSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// How the default keys are to be guarded, as far as a user has said so. What is left open stays as
/// the data directory has it; a new one keeps its keys in a file.
///
/// @param custody the name of the custody that is asked for
/// @param kmsEndpoint of a KMS plugin; empty for the one that is recorded
public record CustodySettings(
        Optional<String> custody,
        InFile file,
        ByPassphrase passphrase,
        ByCredential credential,
        ByVault vault,
        Optional<String> kmsEndpoint,
        Intent intent) {
    /// What is to be done about keys that are not as these settings have them.
    public enum Intent {
        /// They are made when there are none, and move to where they are wanted.
        SETTLE,
        /// They are only used.
        USE
    }

    /// @param told where the file is to be; empty where it is now
    /// @param standard where it is when nobody says
    public record InFile(Optional<KeyPlace> told, KeyPlace standard) {}

    /// @param present the passphrase that opens
    /// @param fresh the passphrase that seals from now on
    public record ByPassphrase(SecretSource present, SecretSource fresh) {}

    /// @param name of the credential; empty for the one that is recorded
    /// @param directory where the service manager puts credentials (`$CREDENTIALS_DIRECTORY`)
    public record ByCredential(Optional<String> name, Optional<Path> directory) {}

    /// Each empty part is as recorded.
    public record ByVault(
            Optional<URI> address,
            Optional<String> namespace,
            Optional<String> mount,
            Optional<String> key,
            Optional<Path> authority,
            SecretSource token) {}

    /// Keys in files of this directory, whatever else there is: what tests and trial runs want.
    public static CustodySettings inDirectory(Path directory) {
        SecretSource none = SecretSources.absent("there is no passphrase");
        KeyPlace place = new KeyPlace.InDirectory(directory);
        return new CustodySettings(
                Optional.empty(),
                new InFile(Optional.of(place), place),
                new ByPassphrase(none, none),
                new ByCredential(Optional.empty(), Optional.empty()),
                new ByVault(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        none),
                Optional.empty(),
                Intent.SETTLE);
    }
}
