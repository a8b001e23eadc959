package dev.purser.app.keys;

import dev.purser.store.seal.Keyring;
import dev.purser.store.seal.Sealing;
import java.security.SecureRandom;

/// What happens without a user's EncryptionConfiguration: Secrets are sealed, and nothing else.
///
/// @param random where nonces come from
public record DefaultSealing(SecureRandom random) implements SealingPlan {
    @Override
    public Sealing with(Keyring defaults) {
        return Sealing.ofSecrets(defaults.providers(random));
    }

    @Override
    public Author author() {
        return Author.DEFAULT_KEYS;
    }
}
