package dev.purser.node.status;

import dev.purser.node.spec.ContainerSpec.Role;
import dev.purser.node.status.PodFacts.Stage;

/// The phases of a pod, and the rules by which kubelet finds one.
enum Phase {
    PENDING("Pending"),
    RUNNING("Running"),
    SUCCEEDED("Succeeded"),
    FAILED("Failed");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    boolean isFinal() {
        return this == SUCCEEDED || this == FAILED;
    }

    /// The phase that the containers make. The pod may be said to have ended only once nothing of
    /// it runs any more; see [#shown].
    static Phase of(PodFacts pod) {
        boolean initFailed =
                pod.withRole(Role.INIT).stream()
                        .anyMatch(each -> each.isOver() && !each.hasSucceeded());
        if (initFailed) {
            return FAILED;
        }
        if (!pod.isInitialized() && pod.mainContainers().stream().noneMatch(Phase::hasBegun)) {
            return PENDING;
        }
        return ofMainContainers(pod);
    }

    private static Phase ofMainContainers(PodFacts pod) {
        var containers = pod.mainContainers();
        if (!containers.stream().allMatch(Phase::hasBegun)) {
            return PENDING;
        }
        boolean ended = pod.stage() == Stage.ENDED;
        boolean goesOn =
                containers.stream().anyMatch(each -> ended ? each.isRunning() : !each.isOver());
        if (goesOn) {
            return RUNNING;
        }
        return containers.stream().allMatch(ContainerFacts::hasSucceeded) ? SUCCEEDED : FAILED;
    }

    private static boolean hasBegun(ContainerFacts container) {
        return container.current() != null
                && (container.isRunning() || container.current().hasExited());
    }

    private static boolean hasRun(ContainerFacts container) {
        return container.current() != null && container.current().startedAt() != null;
    }

    /// The phase to show: that of before until the pod has ended, and then a final one.
    static String shown(PodFacts pod, Phase computed) {
        if (pod.verdict() != null && pod.stage() == Stage.ENDED) {
            return FAILED.text;
        }
        if (pod.stage() == Stage.ENDED) {
            return computed == SUCCEEDED ? SUCCEEDED.text : FAILED.text;
        }
        if (!computed.isFinal()) {
            return computed.text;
        }
        String before = pod.shown().path("phase").asString("");
        if (before.isEmpty() || before.equals(PENDING.text)) {
            // Containers that ended before anybody looked have run all the same.
            return pod.mainContainers().stream().allMatch(Phase::hasRun)
                    ? RUNNING.text
                    : PENDING.text;
        }
        return before;
    }
}
