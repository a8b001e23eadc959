package dev.purser.controllers.object;

/// A running part of the control plane. It registers with its informers when it is constructed.
public interface Controller extends AutoCloseable {
    /// Starts the workers; the informers have synced.
    void start();

    /// Stops the workers and waits for them. Idempotent.
    @Override
    void close();
}
