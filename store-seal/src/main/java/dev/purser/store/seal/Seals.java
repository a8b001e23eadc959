package dev.purser.store.seal;

import dev.purser.store.StoreException;
import dev.purser.store.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A [Sealing] applied to the keys of a store. Immutable.
record Seals(Sealing sealing, Function<String, StoredResource> resources) {
    private List<Provider> providers(String key) {
        return sealing.providers(resources.apply(key));
    }

    Value seal(String key, Value plain) {
        return providers(key).getFirst().seal(key, plain);
    }

    /// @throws StoreException if the value does not open; the message says why
    Value open(String key, Value value) {
        return opened(key, value).plain();
    }

    /// Whether a value is as it would be written now.
    ///
    /// @throws StoreException if the value does not open
    boolean isCurrent(String key, Value value) {
        Provider first = providers(key).getFirst();
        return first.recognises(value)
                && first.isCurrent(value)
                && (isUnmistakable(value) || opened(key, value).provider().equals(first));
    }

    /// Whether the header alone tells the provider.
    private boolean isUnmistakable(Value value) {
        return sealing.keyed().stream().filter(p -> p.recognises(value)).limit(2).count() < 2;
    }

    /// @throws StoreException if the value does not open
    SealedBy sealedBy(String key, Value value) {
        return opened(key, value).provider().sealedBy(value);
    }

    private record Opened(Provider provider, Value plain) {}

    /// Providers may share a header: two keys of the same name. So a failure is not the end.
    private Opened opened(String key, Value value) {
        List<StoreException> failures = new ArrayList<>();
        Optional<Opened> opened = tryOpen(providers(key), key, value, failures);
        if (opened.isEmpty() && SealedBy.isSealed(value)) {
            opened = tryOpen(sealing.keyed(), key, value, failures);
        }
        return opened.orElseThrow(
                () -> failures.isEmpty() ? nobodyKnows(key, value) : failures.getFirst());
    }

    private static Optional<Opened> tryOpen(
            List<Provider> providers, String key, Value value, List<StoreException> failures) {
        for (Provider provider : providers) {
            if (provider.recognises(value)) {
                try {
                    return Optional.of(new Opened(provider, provider.open(key, value)));
                } catch (StoreException e) {
                    failures.add(e);
                }
            }
        }
        return Optional.empty();
    }

    private StoreException nobodyKnows(String key, Value value) {
        if (!SealedBy.isSealed(value)) {
            return new StoreException(
                    key
                            + " should be encrypted, but is not; to accept such values, give \""
                            + resources.apply(key)
                            + "\" the provider \"identity\" as its last");
        }
        return new StoreException(
                key
                        + " is encrypted with "
                        + SealedBy.read(value)
                        + ", which is not among the keys given: "
                        + sealing.keyed().stream().map(Provider::name).distinct().toList());
    }
}
