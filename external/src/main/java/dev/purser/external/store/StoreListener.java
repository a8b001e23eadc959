package dev.purser.external.store;

import java.util.Optional;
import java.util.Set;

/// Hears how stores fare. Called on the threads that call stores; must be quick.
public interface StoreListener {
    /// A store fails as a whole, after it worked.
    void failed(StoreRef store);

    /// A store that failed works again, or may do so, since its credentials have changed.
    void recovered(StoreRef store);

    /// A store says that values have changed.
    ///
    /// @param keys empty when it is not known which
    void changed(StoreRef store, Optional<Set<String>> keys);
}
