package dev.purser.external.provider.aws;

import dev.purser.external.provider.Provider;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;

/// AWS Secrets Manager and Parameter Store (`spec.provider.aws`). The SDK's classes come with the
/// first of its objects.
public final class AwsProvider implements Provider {
    private final AwsClients clients;
    private final AwsIdentity identity;

    public AwsProvider(AwsSettings settings) {
        this.clients = new AwsClients(settings.endpoints(), settings.answerMax());
        this.identity = new AwsIdentity(clients, settings.ambient());
    }

    @Override
    public SecretsClient open(StoreConfig config) throws ProviderException {
        AwsStore store = AwsStore.of(config.provider());
        AwsSession session = identity.session(store, config.credentials());
        return switch (store.service()) {
            case SECRETS_MANAGER ->
                    new AwsSecrets(
                            clients.secretsManager(store.region(), session.credentials()),
                            session,
                            store.prefix());
            case PARAMETER_STORE ->
                    new AwsParameters(
                            clients.parameterStore(store.region(), session.credentials()),
                            session,
                            store.prefix());
        };
    }
}
