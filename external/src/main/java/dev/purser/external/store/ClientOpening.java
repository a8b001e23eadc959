package dev.purser.external.store;

import dev.purser.client.Api;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.ChangeSource;
import dev.purser.external.provider.Provider;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import java.util.Optional;
import java.util.Set;

/// Opens stores.
final class ClientOpening {
    private final Api api;
    private final Providers providers;
    private final Timers timers;
    private final StoreListener listener;

    ClientOpening(Api api, Providers providers, Timers timers, StoreListener listener) {
        this.listener = listener;
        this.api = api;
        this.providers = providers;
        this.timers = timers;
    }

    /// What reads the credentials of a store, for a client in a namespace's name.
    ///
    /// @param namespace empty for a client that all namespaces share
    StoreCredentials credentials(StoreSpec spec, String namespace) {
        StoreRef ref = spec.ref();
        return new StoreCredentials(
                api,
                ref.kind(),
                ref.kind() == StoreKind.SECRET_STORE ? ref.namespace() : namespace);
    }

    OpenClient open(StoreSpec spec, StoreCredentials credentials)
            throws ProviderException, InterruptedException {
        Provider provider = provider(spec);
        SecretsClient client =
                provider.open(
                        new StoreConfig(
                                spec.ref().namespace(),
                                spec.ref().name(),
                                spec.configuration(),
                                credentials));
        return new OpenClient(
                client, subscribed(spec.ref(), client), credentials, spec.version(), timers);
    }

    /// What changed while nobody listened is not known.
    private Optional<ChangeSource.Subscription> subscribed(StoreRef ref, SecretsClient client)
            throws InterruptedException {
        if (!(client instanceof ChangeSource source)) {
            return Optional.empty();
        }
        try {
            Optional<ChangeSource.Subscription> subscription =
                    Optional.of(source.subscribe(change -> listener.changed(ref, keys(change))));
            listener.changed(ref, Optional.empty());
            return subscription;
        } catch (InterruptedException e) {
            client.close();
            throw e;
        }
    }

    private static Optional<Set<String>> keys(ChangeSource.Change change) {
        return switch (change) {
            case ChangeSource.Change.Keys some -> Optional.of(some.keys());
            case ChangeSource.Change.Anything _ -> Optional.empty();
        };
    }

    private Provider provider(StoreSpec spec) throws ProviderException {
        return providers
                .find(spec.provider())
                .orElseThrow(() ->
                        new ProviderException(
                                Kind.BAD_CONFIGURATION,
                                "provider \"%s\" is not supported; there are: %s"
                                        .formatted(spec.provider(), providers.names())));
    }
}
