package dev.purser.node.eviction;

import dev.purser.node.spec.PodSpec;
import java.io.IOException;
import java.util.Collection;
import java.util.Map;

/// Measures what pods use. Thread-safe.
public interface ConsumptionSource {
    /// What these pods use now, by their uids; a pod may be missing.
    Map<String, PodConsumption> of(Collection<PodSpec> pods) throws IOException;
}
