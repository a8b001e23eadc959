package dev.purser.node.environment;

import dev.purser.api.meta.KubeObject;
import tools.jackson.databind.JsonNode;

/// Resolves the environment of containers. Thread-safe.
public interface ContainerEnvironment {
    /// The variables of a container of a held pod: those of `envFrom`, then those of `env`, which
    /// override them, then the services' that neither names.
    ///
    /// Names are not checked again: the API server admits only names that a process can have (any
    /// printable ASCII but `=`), and every key of a ConfigMap or Secret is such a name.
    ///
    /// @param container one entry of the pod's `containers`, `initContainers` or
    ///   `ephemeralContainers`
    /// @throws ConfigErrorException when an object or key that is not optional is missing
    Environment resolve(KubeObject pod, JsonNode container, PodAddresses addresses)
            throws ConfigErrorException, InterruptedException;
}
