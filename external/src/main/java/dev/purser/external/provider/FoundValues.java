package dev.purser.external.provider;

import dev.purser.external.secret.SecretValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a search has found so far, with a limit: a search that finds far more than any Secret can
/// hold is a mistake, and must not cost the process its memory. Not thread-safe.
public final class FoundValues {
    private static final int BYTES_MAX = 8 * 1024 * 1024;

    private final Map<String, SecretValue> values = new LinkedHashMap<>();
    private long bytes;

    /// Adds what is found.
    ///
    /// @throws ProviderException of the kind `BAD_VALUE` when it is too much
    public void add(String name, SecretValue value) throws ProviderException {
        bytes += value.size() + name.length();
        if (bytes > BYTES_MAX) {
            throw new ProviderException(
                    ProviderException.Kind.BAD_VALUE,
                    "the search finds more than %d MiB".formatted(BYTES_MAX / 1024 / 1024));
        }
        values.put(name, value);
    }

    /// All by name.
    public Map<String, SecretValue> values() {
        return Collections.unmodifiableMap(values);
    }
}
