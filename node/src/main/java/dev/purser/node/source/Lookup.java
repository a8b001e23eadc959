package dev.purser.node.source;

/// What is known about an object that a pod names.
public sealed interface Lookup {
    /// The newest state that has arrived.
    record Found(ConfigObject object) implements Lookup {}

    /// The server said that there is no such object; a later creation is notified.
    record Absent(ConfigKey key) implements Lookup {
        /// Kubelet's text: `secret "x" not found`.
        public String message() {
            return key.notFoundMessage();
        }
    }

    /// Nothing could be learned yet: the server is away or refuses.
    ///
    /// @param message for the pod's event; holds no value of the object
    record Unknown(ConfigKey key, String message) implements Lookup {}
}
