package dev.purser.external.provider.vault;

import dev.purser.external.secret.SecretValue;
import java.time.Duration;

/// What a login or a renewal gives.
///
/// @param lasts how long the token is good for; zero if for ever
/// @param ours tells whether the token was made for this store and ends with it
record Grant(SecretValue token, Duration lasts, boolean renewable, boolean ours) {
    /// A token of somebody else's, which they care for.
    static Grant lent(SecretValue token) {
        return new Grant(token, Duration.ZERO, false, false);
    }
}
