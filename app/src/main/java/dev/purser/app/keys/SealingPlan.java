package dev.purser.app.keys;

import dev.purser.store.seal.Keyring;
import dev.purser.store.seal.Sealing;

/// How values are sealed with the default keys, or beside them. Thread-safe.
public interface SealingPlan {
    /// The sealing when these are the default keys.
    Sealing with(Keyring defaults);

    /// Who seals.
    Author author();

    /// Whose keys values are written with.
    enum Author {
        /// The default keys'.
        DEFAULT_KEYS,
        /// Those of a user's EncryptionConfiguration; the default keys open what is left of theirs.
        USER
    }
}
