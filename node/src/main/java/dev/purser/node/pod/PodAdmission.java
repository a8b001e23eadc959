package dev.purser.node.pod;

import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import java.util.Optional;

/// Whether this node takes a pod on. Thread-safe.
@FunctionalInterface
public interface PodAdmission {
    /// Why not; empty when it does.
    Optional<Verdict> refusal(PodSpec pod);
}
