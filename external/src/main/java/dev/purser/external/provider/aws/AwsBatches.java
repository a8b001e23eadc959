package dev.purser.external.provider.aws;

import dev.purser.external.provider.FoundValues;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.secret.SecretValue;
import java.util.List;
import java.util.Map;

/// Asks for the values of many names at once, which is a permission of its own, and for one after
/// the other where it is missing.
///
/// @param size how many AWS takes at once
record AwsBatches(int size, Many many, One one) {
    /// Asks for several values.
    @FunctionalInterface
    interface Many {
        /// Adds those that are there.
        ///
        /// @return false if AWS does not let the store ask for many at once
        boolean addTo(FoundValues values, List<String> names)
                throws ProviderException, InterruptedException;
    }

    /// Asks for one value.
    @FunctionalInterface
    interface One {
        /// @throws ProviderException of the kind `NOT_FOUND` when it has gone meanwhile
        SecretValue value(String name) throws ProviderException, InterruptedException;
    }

    /// The values by name, without those that are gone.
    Map<String, SecretValue> values(List<String> names)
            throws ProviderException, InterruptedException {
        FoundValues values = new FoundValues();
        boolean allowed = true;
        for (int from = 0; from < names.size(); from += size) {
            List<String> some = names.subList(from, Math.min(from + size, names.size()));
            allowed = allowed && many.addTo(values, some);
            if (!allowed) {
                oneByOne(values, some);
            }
        }
        return values.values();
    }

    private void oneByOne(FoundValues values, List<String> names)
            throws ProviderException, InterruptedException {
        for (String name : names) {
            try {
                values.add(name, one.value(name));
            } catch (ProviderException e) {
                if (e.kind() != Kind.NOT_FOUND) {
                    throw e;
                }
            }
        }
    }
}
