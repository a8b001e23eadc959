package dev.purser.external.provider.kubernetes;

import dev.purser.client.remote.RemoteApi;
import dev.purser.client.remote.RemoteLimits;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.Provider;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import java.time.Duration;
import java.util.random.RandomGenerator;

/// The provider `kubernetes`: a key is the name of a Secret in one namespace of a cluster, its
/// properties are the keys of that Secret.
///
/// See <https://external-secrets.io/latest/provider/kubernetes/>.
public final class KubernetesProvider implements Provider {
    /// A page of the largest Secrets, in base64, fits in.
    private static final int ANSWER_BYTES_MAX = 40 * 1024 * 1024;

    private static final RemoteLimits LIMITS =
            new RemoteLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), ANSWER_BYTES_MAX);

    private final OwnCluster own;
    private final RemoteLimits limits;
    private final Timers timers;
    private final RandomGenerator random;

    public KubernetesProvider(OwnCluster own, Timers timers, RandomGenerator random) {
        this(own, LIMITS, timers, random);
    }

    KubernetesProvider(OwnCluster own, RemoteLimits limits, Timers timers, RandomGenerator random) {
        this.own = own;
        this.limits = limits;
        this.timers = timers;
        this.random = random;
    }

    @Override
    public SecretsClient open(StoreConfig store) throws ProviderException {
        ClusterAccess access = new ClusterAccessReader(store, own, timers).read();
        RemoteNamespace namespace =
                new RemoteNamespace(
                        access.server(),
                        store.provider().path("remoteNamespace").asString("default"));
        namespace.check();
        try {
            RemoteApi api = new RemoteApi(access.connection(), limits);
            return new KubernetesClient(new RemoteCalls(api, access, namespace), timers, random);
        } catch (IllegalArgumentException e) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "the certificates for %s cannot be used".formatted(access.server()),
                    e);
        }
    }
}
