package dev.purser.external.provider.kubernetes;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.validation.Names;
import dev.purser.client.ListOptions;
import dev.purser.client.ObjectList;
import dev.purser.client.time.Timers;
import dev.purser.external.provider.ChangeSource;
import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.FoundValues;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.secret.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// The Secrets of one namespace of a cluster. Versions are not known there, and not looked at.
final class KubernetesClient implements SecretsClient, ChangeSource {
    static final GroupVersionResource SECRETS = new GroupVersionResource("", "v1", "secrets");

    /// Few, since each may have a mebibyte.
    private static final int PAGE = 20;

    private final RemoteCalls calls;
    private final String namespace;
    private final Timers timers;
    private final RandomGenerator random;
    private final List<SecretWatch> watches = new CopyOnWriteArrayList<>();

    KubernetesClient(RemoteCalls calls, Timers timers, RandomGenerator random) {
        this.calls = calls;
        this.namespace = calls.namespace().name();
        this.timers = timers;
        this.random = random;
    }

    @Override
    public SecretValue secret(RemoteKey key) throws ProviderException, InterruptedException {
        return read(key).value(key);
    }

    @Override
    public Map<String, SecretValue> properties(RemoteKey key)
            throws ProviderException, InterruptedException {
        return read(key).properties(key);
    }

    private RemoteSecret read(RemoteKey key) throws ProviderException, InterruptedException {
        String name = key.key();
        if (!Names.subdomainErrors(name).isEmpty()) {
            throw new ProviderException(
                    Kind.UNSUPPORTED, "the key %s is no name of a Secret".formatted(name));
        }
        KubeObject secret = calls.ask(name, api -> api.get(SECRETS, namespace, name));
        return RemoteSecret.of(secret, calls.namespace());
    }

    @Override
    public Map<String, SecretValue> find(FindQuery query)
            throws ProviderException, InterruptedException {
        if (!query.path().isEmpty()) {
            throw new ProviderException(
                    Kind.UNSUPPORTED, "Secrets of Kubernetes have no path to be found by");
        }
        String selector = selector(query.tags());
        FoundValues found = new FoundValues();
        String more = "";
        do {
            ListOptions page = new ListOptions(selector, "", PAGE, more);
            ObjectList list = calls.ask("", api -> api.list(SECRETS, namespace, page));
            for (KubeObject secret : list.items()) {
                if (query.name().map(name -> name.test(secret.name())).orElse(true)) {
                    found.add(
                            secret.name(),
                            RemoteSecret.of(secret, calls.namespace())
                                    .value(RemoteKey.of(secret.name())));
                }
            }
            more = list.continueToken();
        } while (!more.isEmpty());
        return found.values();
    }

    private static String selector(Map<String, String> tags) throws ProviderException {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (!LabelSyntax.keyErrors(tag.getKey()).isEmpty()
                    || !LabelSyntax.valueErrors(tag.getValue()).isEmpty()) {
                throw new ProviderException(
                        Kind.UNSUPPORTED,
                        "the tag %s cannot be a label of Kubernetes".formatted(tag.getKey()));
            }
        }
        return new TreeMap<>(tags)
                .entrySet().stream()
                        .map(tag -> tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining(","));
    }

    @Override
    public void validate() throws ProviderException, InterruptedException {
        new RightsReview(calls).check();
    }

    @Override
    public Subscription subscribe(Consumer<Change> listener) throws InterruptedException {
        SecretWatch watch = new SecretWatch(calls, listener, timers, random);
        watches.add(watch);
        watch.start();
        return () -> {
            watch.close();
            watches.remove(watch);
        };
    }

    @Override
    public void close() {
        watches.forEach(SecretWatch::close);
        calls.close();
    }
}
