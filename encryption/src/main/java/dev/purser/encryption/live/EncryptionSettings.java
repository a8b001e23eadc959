package dev.purser.encryption.live;

import java.nio.file.Path;
import java.util.Optional;

/// Where the word on encryption stands.
///
/// @param file an EncryptionConfiguration; empty for Secrets under the default keys
public record EncryptionSettings(Optional<Path> file, Reload reload) {
    /// Secrets under the default keys.
    public static EncryptionSettings defaults() {
        return new EncryptionSettings(Optional.empty(), Reload.AUTOMATIC);
    }

    /// Whether a changed file is read.
    public enum Reload {
        AUTOMATIC,
        AT_START
    }
}
