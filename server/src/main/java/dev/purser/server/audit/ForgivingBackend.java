package dev.purser.server.audit;

/// Lets requests go on though their events could not be kept.
record ForgivingBackend(AuditBackend delegate) implements AuditBackend {
    @Override
    public boolean process(AuditEvent event) {
        boolean _ = delegate.process(event);
        return true;
    }

    @Override
    public void close() {
        delegate.close();
    }
}
