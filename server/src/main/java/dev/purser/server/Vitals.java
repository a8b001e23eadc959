package dev.purser.server;

import dev.purser.server.discovery.Health;
import dev.purser.wire.metrics.MetricsSource;
import java.util.List;

/// How parts outside of the server are: what they add to `/healthz` and to `/metrics`.
///
/// @param checks in the order in which they are reported
public record Vitals(List<Health.Check> checks, List<MetricsSource> metrics) {
    /// Nothing.
    public static final Vitals NONE = new Vitals(List.of(), List.of());

    public Vitals {
        checks = List.copyOf(checks);
        metrics = List.copyOf(metrics);
    }
}
