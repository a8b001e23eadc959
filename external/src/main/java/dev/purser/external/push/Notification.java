package dev.purser.external.push;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// What a provider has to say, whatever its form was.
sealed interface Notification {
    /// Values may have changed.
    ///
    /// @param keys names under which ExternalSecrets may know what changed; empty when it may be
    ///   anything of the store
    record Changed(Optional<Set<String>> keys) implements Notification {
        static final Changed ANYTHING = new Changed(Optional.empty());

        public Changed {
            keys = keys.map(Set::copyOf);
        }

        static Changed of(Set<String> keys) {
            return new Changed(Optional.of(keys));
        }

        /// Both together.
        Changed and(Changed other) {
            if (keys.isEmpty() || other.keys.isEmpty()) {
                return ANYTHING;
            }
            Set<String> all = new LinkedHashSet<>(keys.get());
            all.addAll(other.keys.get());
            return of(all);
        }
    }

    /// Azure Event Grid asks whether its notifications are wanted.
    ///
    /// @param code is sent back
    record Handshake(String code) implements Notification {}

    /// AWS SNS asks whether its notifications are wanted; somebody has to say so to AWS.
    record Confirmation(String topic, String token) implements Notification {}

    /// Nothing has changed: a value was read, a rotation failed.
    record Nothing() implements Notification {}
}
