package dev.purser.node.status;

import dev.purser.node.spec.ContainerSpec.Role;
import dev.purser.node.spec.PodSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// All that is known about a pod.
///
/// @param sandbox whether the pod has a sandbox, and one that works
/// @param addresses of the pod; empty while it has none
/// @param startTime when this node first took the pod on
/// @param stage where the pod is on its way from start to end
/// @param verdict why the node ended the pod; null when it did not
/// @param resizes what is to be said of changes of its resources
/// @param shown the status that was written last, by this process or, before its first, by an
///   earlier one; the API's own copy of it may lag behind
public record PodFacts(
        PodSpec spec,
        SandboxState sandbox,
        List<String> addresses,
        List<ContainerFacts> containers,
        Instant startTime,
        Stage stage,
        @Nullable Verdict verdict,
        List<ResizeCondition> resizes,
        JsonNode shown) {
    public PodFacts {
        addresses = List.copyOf(addresses);
        containers = List.copyOf(containers);
        resizes = List.copyOf(resizes);
    }

    /// Whether the pod has a sandbox.
    public enum SandboxState {
        NONE,
        READY,
        NOT_READY
    }

    /// Where a pod is.
    public enum Stage {
        /// Its containers are started and kept running.
        LIVE,
        /// Its containers are being ended.
        ENDING,
        /// Nothing of it runs any more, and nothing will.
        ENDED
    }

    /// Why the node ended a pod, or never began it.
    ///
    /// @param reason such as `DeadlineExceeded`
    /// @param isDisruption whether the pod did nothing to deserve it, which its condition
    ///   `DisruptionTarget` then says (KEP-3329)
    public record Verdict(String reason, String message, boolean isDisruption) {
        public Verdict(String reason, String message) {
            this(reason, message, false);
        }
    }

    List<ContainerFacts> withRole(Role... roles) {
        List<Role> wanted = List.of(roles);
        return containers.stream().filter(each -> wanted.contains(each.spec().role())).toList();
    }

    List<ContainerFacts> initContainers() {
        return withRole(Role.INIT, Role.SIDECAR);
    }

    List<ContainerFacts> mainContainers() {
        return withRole(Role.MAIN);
    }

    /// Whether every init container has done its part: ended well, or as a sidecar started.
    boolean isInitialized() {
        return initContainers().stream().allMatch(PodFacts::isInitialized);
    }

    static boolean isInitialized(ContainerFacts container) {
        return container.spec().isSidecar() ? container.isStarted() : container.hasSucceeded();
    }
}
