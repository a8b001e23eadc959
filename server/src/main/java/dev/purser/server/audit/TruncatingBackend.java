package dev.purser.server.audit;

import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the bodies out of events that are too large, and says so in an annotation. Thread-safe.
final class TruncatingBackend implements AuditBackend {
    private static final Logger LOG = LoggerFactory.getLogger(TruncatingBackend.class);
    private static final String PLUGIN = "truncate";
    private static final String ANNOTATION = "audit.k8s.io/truncated";

    private final AuditBackend delegate;
    private final long bytesMax;
    private final AuditMetrics metrics;
    private final EventJson json = new EventJson();

    TruncatingBackend(AuditBackend delegate, long bytesMax, AuditMetrics metrics) {
        this.delegate = delegate;
        this.bytesMax = bytesMax;
        this.metrics = metrics;
    }

    @Override
    public boolean process(AuditEvent event) {
        AuditEvent fitting = event;
        if (json.size(fitting) > bytesMax && event.level().includes(AuditLevel.REQUEST)) {
            Map<String, String> annotations = new TreeMap<>(event.annotations());
            annotations.put(ANNOTATION, "true");
            fitting = event.withoutBodies(annotations);
        }
        if (json.size(fitting) > bytesMax) {
            LOG.warn("The audit event {} is too large even without its bodies", event.id());
            metrics.error(PLUGIN, 1);
            return true;
        }
        return delegate.process(fitting);
    }

    @Override
    public boolean isReady() {
        return delegate.isReady();
    }

    @Override
    public void close() {
        delegate.close();
    }
}
