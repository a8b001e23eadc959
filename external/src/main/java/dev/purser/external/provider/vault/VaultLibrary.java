package dev.purser.external.provider.vault;

import dev.purser.external.secret.SecretValue;
import io.github.jopenlibs.vault.EnvironmentLoader;
import io.github.jopenlibs.vault.Vault;
import io.github.jopenlibs.vault.VaultConfig;
import io.github.jopenlibs.vault.VaultException;
import java.net.URI;
import java.net.http.HttpClient;
import org.jspecify.annotations.Nullable;

/// The library, set up so that nothing of this machine's own (`VAULT_TOKEN`, `~/.vault-token`)
/// becomes part of a store.
///
/// @param http what it sends by
record VaultLibrary(URI address, HttpClient http) {
    /// Paths are given as Vault has them: the library's own rules for version 2 of the engine do
    /// not know where a mount ends.
    private static final int PATHS_AS_THEY_ARE = 1;

    /// @param token empty for none
    Vault with(SecretValue token) throws VaultException {
        VaultConfig config =
                new VaultConfig()
                        .environmentLoader(new NoEnvironment())
                        .address(address.toString())
                        .token(token.text())
                        .httpClient(http)
                        .build();
        return Vault.create(config, PATHS_AS_THEY_ARE);
    }

    /// Knows no variable and no file.
    private static final class NoEnvironment extends EnvironmentLoader {
        private static final long serialVersionUID = 1L;

        @Override
        public @Nullable String loadVariable(String name) {
            return null;
        }
    }
}
