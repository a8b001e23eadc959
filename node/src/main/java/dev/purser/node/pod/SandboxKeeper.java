package dev.purser.node.pod;

import dev.purser.node.cri.Sandbox;
import dev.purser.node.spec.PodSpec;
import java.io.IOException;
import java.util.Optional;
import runtime.v1.CriV1.PodSandboxConfig;

/// Makes the sandboxes of a pod. Used by the pod's thread.
final class SandboxKeeper {
    private final PodServices services;
    private final PodEvents events;

    SandboxKeeper(PodServices services, PodEvents events) {
        this.services = services;
        this.events = events;
    }

    /// What a pod asks for that this runtime cannot give; empty when there is nothing.
    ///
    /// To run such a pod without it would break a promise of isolation.
    Optional<String> obstacle(PodSpec pod) {
        return pod.json().path("hostUsers").asBoolean(true)
                ? Optional.empty()
                : Optional.of(
                        "can't set `spec.hostUsers: false`, runtime does not support user"
                                + " namespaces");
    }

    /// Makes a new sandbox; what is left of earlier ones is ended first, since they hold the
    /// network.
    void create(PodSpec pod, PodSnapshot snapshot) throws IOException {
        String handler = services.runtimeClasses().handler(pod);
        snapshot.sandboxes().forEach(each -> services.runtime().stopSandbox(each.id()));
        if (!snapshot.sandboxes().isEmpty()) {
            events.normal(
                    pod,
                    "SandboxChanged",
                    "Pod sandbox changed, it will be killed and re-created.");
        }
        int attempt = snapshot.sandboxes().stream().mapToInt(Sandbox::attempt).max().orElse(-1) + 1;
        services.limits().cgroups().prepare(pod);
        services.runtime().runSandbox(config(pod, attempt), handler);
    }

    /// The configuration that a sandbox was made with; containers are made with it too.
    PodSandboxConfig config(PodSpec pod, int attempt) throws IOException {
        return services.sandboxConfigs().of(pod, attempt);
    }
}
