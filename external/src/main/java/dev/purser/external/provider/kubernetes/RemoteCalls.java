package dev.purser.external.provider.kubernetes;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.remote.RemoteApi;
import dev.purser.external.provider.ProviderException;
import java.util.Optional;
import java.util.function.Function;

/// Calls of a cluster's API, with a token that is good, and with refusals in the words of a
/// provider. Thread-safe.
final class RemoteCalls implements AutoCloseable {
    private final RemoteApi api;
    private final Optional<AccountToken> token;
    private final RemoteNamespace namespace;
    private final Refusals refusals;

    RemoteCalls(RemoteApi api, ClusterAccess access, RemoteNamespace namespace) {
        this.api = api;
        this.token = access.token();
        this.namespace = namespace;
        this.refusals = new Refusals(namespace);
    }

    RemoteNamespace namespace() {
        return namespace;
    }

    /// The answer of a call about a Secret, or about all of them when the name is empty.
    <T> T ask(String secret, Function<Api, T> call) throws ProviderException, InterruptedException {
        try {
            return withGoodToken(call);
        } catch (StatusException e) {
            throw refusals.of(secret, e);
        } catch (ApiUnavailableException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException("interrupted while calling " + namespace.server());
            }
            throw refusals.of(e);
        }
    }

    private <T> T withGoodToken(Function<Api, T> call) throws ProviderException {
        if (token.isEmpty()) {
            return call.apply(api);
        }
        token.get().renew();
        String used = token.get().current();
        try {
            return call.apply(api);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.UNAUTHORIZED) {
                throw e;
            }
            // The cluster's keys may have changed, or the account was made anew.
            token.get().reject(used);
            token.get().renew();
            return call.apply(api);
        }
    }

    @Override
    public void close() {
        api.close();
    }
}
