package dev.purser.external.provider.azure;

import com.azure.core.credential.TokenCredential;
import dev.purser.external.provider.Provider;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;

/// Azure Key Vault (`spec.provider.azurekv`). The SDK's classes come with the first of its objects.
public final class AzureProvider implements Provider {
    private final AzureConnection connection;
    private final AzureIdentity identity;

    public AzureProvider(AzureSettings settings) {
        this.connection = new AzureConnection(settings.http(), settings.answerMax());
        this.identity = new AzureIdentity(connection, settings.ambient());
    }

    @Override
    public SecretsClient open(StoreConfig config) throws ProviderException {
        AzureStore store = AzureStore.of(config.provider());
        try {
            TokenCredential credential = identity.of(store, config.credentials());
            return new AzureVault(new VaultClients(connection, store.vault(), credential));
        } catch (IllegalArgumentException e) {
            throw new ProviderException(
                    ProviderException.Kind.BAD_CONFIGURATION,
                    "the tenant id, the client id or an address is of no use",
                    e);
        }
    }
}
