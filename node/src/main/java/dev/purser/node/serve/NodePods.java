package dev.purser.node.serve;

import dev.purser.api.meta.KubeObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The pods of this node as the API has them. Thread-safe.
public interface NodePods {
    /// All of them; shared, not to be changed.
    List<KubeObject> all();

    /// The pod of this name, whatever its uid; shared, not to be changed.
    Optional<KubeObject> named(String namespace, String name);

    /// When this node first heard of a pod.
    Instant seen(KubeObject pod);
}
