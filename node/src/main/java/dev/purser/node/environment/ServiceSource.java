package dev.purser.node.environment;

import dev.purser.api.meta.KubeObject;
import java.util.List;

/// The services whose addresses containers find in their environment. Thread-safe.
public interface ServiceSource {
    /// The services of a namespace, in the order in which their variables shall appear. The service
    /// `kubernetes` of namespace `default` is the API server, and every container learns of it.
    List<KubeObject> services(String namespace);
}
