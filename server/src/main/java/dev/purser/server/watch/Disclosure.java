package dev.purser.server.watch;

/// Hears which Secrets a watch of several things begins to tell of. Thread-safe.
@FunctionalInterface
public interface Disclosure {
    /// The watch begins to tell of a Secret, be it there yet or not.
    ///
    /// @throws dev.purser.api.status.StatusException when it must not
    void begins(String namespace, String name);
}
