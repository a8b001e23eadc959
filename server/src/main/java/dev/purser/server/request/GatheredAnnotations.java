package dev.purser.server.request;

import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The annotations of one request, as they come in.
public final class GatheredAnnotations implements AuditAnnotations {
    private static final Logger LOG = LoggerFactory.getLogger(GatheredAnnotations.class);

    private final Map<String, String> values = new TreeMap<>();

    @Override
    public synchronized void add(String key, String value) {
        String first = values.putIfAbsent(key, value);
        if (first != null && !first.equals(value)) {
            LOG.debug("The audit annotation {} has a value already and keeps it", key);
        }
    }

    /// All of them so far, sorted by key.
    public synchronized Map<String, String> all() {
        return new TreeMap<>(values);
    }
}
