package dev.purser.node.stream;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.node.NodeStreams.PodKey;
import java.util.Optional;

/// Finds the pods of this node. Thread-safe.
@FunctionalInterface
public interface PodLookup {
    /// The newest known state of a pod; shared, not to be changed.
    Optional<KubeObject> find(PodKey pod);
}
