package dev.purser.wire.metrics;

/// Has metrics to show at `/metrics`. Thread-safe.
@FunctionalInterface
public interface MetricsSource {
    /// Writes what it has now: whole families, each once.
    void writeTo(MetricsText text);
}
