package dev.purser.node.pod;

import dev.purser.api.meta.KubeObject;
import tools.jackson.databind.node.ObjectNode;

/// Tells the API about pods. Thread-safe; calls block and throw as [dev.purser.client.Api] does.
public interface PodStatusWriter {
    /// Replaces what the node says of a pod; what others said stays.
    void write(KubeObject pod, ObjectNode status);

    /// Removes a pod whose deletion was asked for, now that nothing of it runs any more.
    void delete(KubeObject pod);
}
