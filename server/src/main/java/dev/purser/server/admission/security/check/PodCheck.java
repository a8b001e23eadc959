package dev.purser.server.admission.security.check;

import java.util.Optional;

/// One rule about pods. Stateless.
@FunctionalInterface
interface PodCheck {
    /// What is wrong with the pod by this rule.
    Optional<Violation> violation(JudgedPod pod);

    /// The same rule, but not for Windows, where its fields may not be set at all.
    default PodCheck exceptOnWindows() {
        return pod -> pod.isForWindows() ? Optional.empty() : violation(pod);
    }

    /// The same rule, but not for pods with users of their own (KEP-127).
    default PodCheck exceptWithOwnUsers() {
        return pod -> pod.hasOwnUsers() ? Optional.empty() : violation(pod);
    }
}
