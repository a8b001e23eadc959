package dev.purser.external.provider;

import java.util.Set;
import java.util.function.Consumer;

/// A store that says by itself what changes in it, so that nobody has to ask again and again. The
/// optional side of a [SecretsClient]. Thread-safe.
public interface ChangeSource {
    /// Begins to tell of changes, and returns when those from now on will be told. When the store
    /// cannot be followed at once (out of reach, or the credentials do not allow it), it returns
    /// after a short limit of time and goes on trying; when it succeeds later, it tells
    /// [Change.Anything].
    ///
    /// The listener is called on threads of the store, must be quick and must not throw. A change
    /// may be told more than once, and several may be told as one.
    ///
    /// @return closed by the caller, before the client
    Subscription subscribe(Consumer<Change> listener) throws InterruptedException;

    /// What may have changed. Says nothing of values.
    sealed interface Change {
        /// These keys came, changed or went. Whoever searches the store is concerned by all.
        record Keys(Set<String> keys) implements Change {
            public Keys {
                keys = Set.copyOf(keys);
            }
        }

        /// Everything, as after an interruption.
        record Anything() implements Change {}
    }

    /// Somebody who is told.
    interface Subscription extends AutoCloseable {
        /// Ends the telling; a call that has begun may still be running. Fails never.
        @Override
        void close();
    }
}
