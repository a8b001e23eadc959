package dev.purser.node.cri;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import runtime.v1.CriV1.AttachRequest;
import runtime.v1.CriV1.ContainerConfig;
import runtime.v1.CriV1.LinuxContainerResources;
import runtime.v1.CriV1.PodSandboxConfig;

/// The sandboxes and containers of one runtime (`runtime.v1.RuntimeService`). Thread-safe; calls
/// block and throw [CriException] when the runtime refuses or cannot be reached.
public interface CriRuntime {
    /// Name and version as `nodeInfo.containerRuntimeVersion` shows them: `containerd://1.6.20`.
    String version();

    /// What keeps the runtime from running pods: the messages of its conditions that do not hold,
    /// empty when all do.
    List<String> problems();

    /// Makes a pod's sandbox with its network, and starts it.
    ///
    /// @param handler the runtime under the runtime; empty for its own choice
    /// @return its id
    String runSandbox(PodSandboxConfig config, String handler);

    /// Ends the sandbox with everything in it, and gives its address back. May be repeated.
    void stopSandbox(String id);

    /// Removes a sandbox with its containers. Does nothing when there is none.
    void removeSandbox(String id);

    /// All sandboxes, in any order.
    List<Sandbox> sandboxes();

    /// The sandboxes of one pod.
    List<Sandbox> sandboxes(String podUid);

    /// The addresses of a sandbox, the primary one first; empty for one on the host's network.
    List<String> addresses(String sandboxId);

    /// @return the id of the container, which does not run yet
    String createContainer(String sandboxId, ContainerConfig config, PodSandboxConfig sandbox);

    void startContainer(String id);

    /// Sends the stop signal, waits for the grace period, then kills; returns once the container
    /// has ended. Zero kills at once.
    void stopContainer(String id, Duration grace);

    /// Removes a container, by force if it runs. Does nothing when there is none.
    void removeContainer(String id);

    /// Gives a running container other resources.
    void updateResources(String id, LinuxContainerResources resources);

    /// The containers of one pod, each with its full state, in any order.
    List<Container> containers(String podUid);

    /// The state of every container of every pod, in one question.
    List<Listed> listing();

    /// A container as it is listed.
    ///
    /// @param imageId of its image
    record Listed(
            String id,
            String sandboxId,
            PodIdentity pod,
            String name,
            int attempt,
            Container.State state,
            String imageId) {}

    /// What every running container has used so far, in any order.
    List<ContainerReading> readings();

    /// Makes the runtime close the log of a running container and write to a new file at the same
    /// path.
    void reopenLog(String containerId);

    /// One container; empty when there is none.
    Optional<Container> container(String id);

    /// Runs a command in a container and waits for it.
    ///
    /// @throws CriException with code `DeadlineExceeded` when it takes longer than the timeout
    CommandResult execute(String containerId, List<String> command, Duration timeout);

    /// Prepares an attachment to a container's own streams: an address that speaks Kubernetes'
    /// remote command protocol by SPDY, once and for a short time.
    URI attach(AttachRequest request);
}
