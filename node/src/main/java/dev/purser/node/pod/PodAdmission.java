package dev.purser.node.pod;

import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import java.util.Optional;

/// Whether this node takes a pod on. Thread-safe.
@FunctionalInterface
public interface PodAdmission {
    /// Why not; empty when it does.
    Optional<Verdict> refusal(PodSpec pod);

    /// This admission, and another one for the pods that it takes.
    default PodAdmission before(PodAdmission other) {
        return pod -> refusal(pod).or(() -> other.refusal(pod));
    }
}
