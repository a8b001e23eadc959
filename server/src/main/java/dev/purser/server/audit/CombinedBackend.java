package dev.purser.server.audit;

import java.util.List;

/// Gives every event to each of some backends.
record CombinedBackend(List<AuditBackend> backends) implements AuditBackend {
    CombinedBackend {
        backends = List.copyOf(backends);
    }

    @Override
    public boolean process(AuditEvent event) {
        boolean kept = true;
        for (AuditBackend backend : backends) {
            kept &= backend.process(event);
        }
        return kept;
    }

    @Override
    public boolean isReady() {
        return backends.stream().allMatch(AuditBackend::isReady);
    }

    @Override
    public void close() {
        backends.forEach(AuditBackend::close);
    }
}
