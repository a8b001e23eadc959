package dev.purser.node.eviction;

import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import java.time.Duration;
import java.util.List;

/// The pods that may be evicted. Thread-safe.
public interface EvictionTargets {
    /// The pods of which something runs, or is to run.
    List<PodSpec> active();

    /// Ends a pod for good.
    ///
    /// @param graceLimit the longest that its containers may take to end
    void evict(PodSpec pod, Verdict verdict, Duration graceLimit);

    /// Waits until nothing of the pod runs any more.
    ///
    /// @return whether that was in time
    boolean awaitEnd(PodSpec pod, Duration limit) throws InterruptedException;

    /// Says of the node that it begins to reclaim a resource.
    void announce(String resource);

    /// The conditions of the node have changed.
    void conditionsChanged();
}
