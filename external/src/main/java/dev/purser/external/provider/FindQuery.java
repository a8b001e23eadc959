package dev.purser.external.provider;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Which keys are wanted (`dataFrom.find`): those below a path, with a matching name or all of the
/// tags.
///
/// @param path empty for all of the store
/// @param name tells whether a name matches; empty when names do not matter
/// @param tags names and values; empty when tags do not matter
public record FindQuery(String path, Optional<Predicate<String>> name, Map<String, String> tags) {
    public FindQuery {
        tags = Map.copyOf(tags);
    }
}
