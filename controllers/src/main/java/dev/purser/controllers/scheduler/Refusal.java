package dev.purser.controllers.scheduler;

/// Why a node does not take a pod.
///
/// @param reason in the words of Kubernetes' messages
/// @param remedy what it would need
record Refusal(String reason, Remedy remedy) {
    /// What would make the node take the pod.
    enum Remedy {
        /// Some of the node's pods would have to go.
        FEWER_PODS,
        /// The node or the pod would have to be another.
        NONE
    }

    static Refusal unlessPodsGo(String reason) {
        return new Refusal(reason, Remedy.FEWER_PODS);
    }

    static Refusal always(String reason) {
        return new Refusal(reason, Remedy.NONE);
    }
}
