package dev.purser.server.audit;

import dev.purser.server.meter.Counter;
import dev.purser.server.meter.Counters;

/// What is counted about events, under kube-apiserver's names. Thread-safe.
final class AuditMetrics {
    private static final String PREFIX = "apiserver_audit_";

    private final Counters counters = new Counters();
    private final Counter events =
            counters.add(PREFIX + "event_total", "Events that were made and given to the backend.");
    private final Counter errors =
            counters.add(
                    PREFIX + "error_total", "Events that may be lost, by what failed.", "plugin");
    private final Counter levels =
            counters.add(PREFIX + "level_total", "Requests by how much is logged.", "level");
    private final Counter rejections =
            counters.add(
                    PREFIX + "requests_rejected_total",
                    "Requests that were refused because their events could not be kept.");

    AuditMetrics() {
        events.add(0);
        rejections.add(0);
    }

    Counters counters() {
        return counters;
    }

    void event() {
        events.increment();
    }

    void request(AuditLevel level) {
        levels.increment(level.text());
    }

    void rejected() {
        rejections.increment();
    }

    /// Events that may be lost.
    ///
    /// @param plugin what failed: `log`, `buffered`, `truncate`, `webhook`
    void error(String plugin, int count) {
        errors.add(count, plugin);
    }
}
