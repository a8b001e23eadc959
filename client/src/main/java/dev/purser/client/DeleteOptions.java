package dev.purser.client;

import java.util.Optional;
import java.util.OptionalLong;

/// How to delete.
///
/// @param gracePeriodSeconds empty for the kind's or the pod's own
/// @param uid the deletion happens only if the object has this uid
/// @param resourceVersion the deletion happens only at this version
public record DeleteOptions(
        OptionalLong gracePeriodSeconds,
        Optional<Propagation> propagation,
        Optional<String> uid,
        Optional<String> resourceVersion) {

    /// What becomes of the objects that this one owns.
    public enum Propagation {
        ORPHAN("Orphan"),
        BACKGROUND("Background"),
        FOREGROUND("Foreground");

        private final String text;

        Propagation(String text) {
            this.text = text;
        }

        /// The `propagationPolicy` as the API spells it.
        public String text() {
            return text;
        }
    }

    /// Deletes whatever has this name, the kind's own way.
    public static DeleteOptions defaults() {
        return new DeleteOptions(
                OptionalLong.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Deletes only the very object with this uid.
    public static DeleteOptions ofUid(String uid) {
        return new DeleteOptions(
                OptionalLong.empty(), Optional.empty(), Optional.of(uid), Optional.empty());
    }

    public DeleteOptions withGracePeriodSeconds(long seconds) {
        return new DeleteOptions(OptionalLong.of(seconds), propagation, uid, resourceVersion);
    }

    public DeleteOptions withPropagation(Propagation policy) {
        return new DeleteOptions(gracePeriodSeconds, Optional.of(policy), uid, resourceVersion);
    }

    /// Deletes only this version of the object.
    public DeleteOptions withResourceVersion(String version) {
        return new DeleteOptions(gracePeriodSeconds, propagation, uid, Optional.of(version));
    }
}
