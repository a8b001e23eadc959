package dev.purser.external.sync;

import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.Provider;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import dev.purser.external.provider.json.JsonSecret;
import dev.purser.external.secret.SecretValue;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// A provider in memory that fails when a test says so, and counts who asks.
final class StubStore implements Provider {
    private final Map<String, String> values = new ConcurrentHashMap<>();
    private final AtomicReference<Optional<ProviderException>> failure =
            new AtomicReference<>(Optional.empty());
    private final AtomicReference<CountDownLatch> answers =
            new AtomicReference<>(new CountDownLatch(0));
    private final AtomicInteger stumbles = new AtomicInteger();
    private final AtomicBoolean defect = new AtomicBoolean();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    void put(String key, String value) {
        values.put(key, value);
    }

    void remove(String key) {
        values.remove(key);
    }

    /// All calls fail from now on.
    void fail(ProviderException.Kind kind, String message) {
        failure.set(Optional.of(new ProviderException(kind, message)));
    }

    void heal() {
        failure.set(Optional.empty());
        answers.get().countDown();
    }

    /// So many calls get no answer, and then all do.
    void stumble(int times) {
        stumbles.set(times);
    }

    /// Calls meet a defect of the provider from now on.
    void breakDown() {
        defect.set(true);
    }

    /// Calls get no answer until they are interrupted, or [#heal].
    void hang() {
        answers.set(new CountDownLatch(1));
    }

    int calls() {
        return calls.get();
    }

    int opened() {
        return opened.get();
    }

    int closed() {
        return closed.get();
    }

    @Override
    public SecretsClient open(StoreConfig store) throws ProviderException {
        String password = "";
        if (store.provider().has("secretRef")) {
            password = store.credentials().secret(store.provider().path("secretRef")).text();
        }
        opened.incrementAndGet();
        return new Client(password);
    }

    private final class Client implements SecretsClient {
        private final String password;

        Client(String password) {
            this.password = password;
        }

        private void call() throws ProviderException, InterruptedException {
            calls.incrementAndGet();
            answers.get().await();
            if (failure.get().isPresent()) {
                throw failure.get().get();
            }
            if (stumbles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new ProviderException(ProviderException.Kind.UNAVAILABLE, "no answer");
            }
            if (defect.get()) {
                throw new IllegalStateException("canary");
            }
            if (password.equals("wrong")) {
                throw new ProviderException(
                        ProviderException.Kind.UNAUTHENTICATED, "the password is wrong");
            }
        }

        @Override
        public SecretValue secret(RemoteKey key) throws ProviderException, InterruptedException {
            call();
            String value = values.get(key.key());
            if (value == null) {
                throw new ProviderException(
                        ProviderException.Kind.NOT_FOUND,
                        "there is no key \"%s\"".formatted(key.key()));
            }
            return SecretValue.of(value);
        }

        @Override
        public Map<String, SecretValue> properties(RemoteKey key)
                throws ProviderException, InterruptedException {
            return JsonSecret.parse(secret(key)).flatMap(JsonSecret::properties).orElseThrow();
        }

        @Override
        public Map<String, SecretValue> find(FindQuery query)
                throws ProviderException, InterruptedException {
            call();
            Map<String, SecretValue> found = new TreeMap<>();
            values.forEach((key, value) -> {
                if (query.name().orElse(any -> true).test(key)) {
                    found.put(key, SecretValue.of(value));
                }
            });
            return found;
        }

        @Override
        public void validate() throws ProviderException, InterruptedException {
            call();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
