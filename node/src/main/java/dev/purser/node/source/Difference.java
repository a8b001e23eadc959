package dev.purser.node.source;

import dev.purser.node.source.ConfigSource.Change.Kind;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells what news of an object mean to those who use its values.
final class Difference {
    private Difference() {}

    /// What happened; empty when the values are the same, whatever else may have changed.
    static Optional<Kind> between(@Nullable Lookup old, Lookup news) {
        boolean had = old instanceof Lookup.Found;
        if (!(news instanceof Lookup.Found(ConfigObject now))) {
            return had ? Optional.of(Kind.VANISHED) : Optional.empty();
        }
        if (!(old instanceof Lookup.Found(ConfigObject before))) {
            return Optional.of(Kind.APPEARED);
        }
        boolean same = before.text().equals(now.text()) && before.binary().equals(now.binary());
        return same ? Optional.empty() : Optional.of(Kind.CHANGED);
    }
}
