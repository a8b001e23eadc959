package dev.purser.encryption.kms;

import java.time.Instant;

/// The key that values are sealed with now.
///
/// @param wrapped how it is stored beside the values
/// @param expires until when it may be used without a new word from the plugin
record WriteKey(DataKey key, WrappedKey wrapped, Instant expires) {
    WriteKey until(Instant later) {
        return new WriteKey(key, wrapped, later);
    }
}
