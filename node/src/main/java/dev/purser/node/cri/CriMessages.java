package dev.purser.node.cri;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import runtime.v1.CriV1;
import runtime.v1.CriV1.ContainerState;
import runtime.v1.CriV1.ContainerStats;
import runtime.v1.CriV1.ContainerStatus;
import runtime.v1.CriV1.PodSandbox;
import runtime.v1.CriV1.PodSandboxState;

/// Turns the CRI's messages into the node's records.
final class CriMessages {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private CriMessages() {}

    static Sandbox sandbox(PodSandbox sandbox) {
        var metadata = sandbox.getMetadata();
        return new Sandbox(
                sandbox.getId(),
                new PodIdentity(metadata.getNamespace(), metadata.getName(), metadata.getUid()),
                metadata.getAttempt(),
                sandbox.getState() == PodSandboxState.SANDBOX_READY
                        ? Sandbox.State.READY
                        : Sandbox.State.NOT_READY,
                Instant.EPOCH.plusNanos(sandbox.getCreatedAt()));
    }

    static Container container(ContainerStatus status, String sandboxId) {
        return new Container(
                status.getId(),
                sandboxId,
                status.getMetadata().getName(),
                status.getMetadata().getAttempt(),
                state(status.getState()),
                Instant.EPOCH.plusNanos(status.getCreatedAt()),
                instant(status.getStartedAt()),
                instant(status.getFinishedAt()),
                status.getExitCode(),
                status.getReason(),
                status.getMessage(),
                status.getImage().getImage(),
                status.getImageRef(),
                status.getAnnotationsMap());
    }

    static CriRuntime.Listed listed(CriV1.Container container) {
        return new CriRuntime.Listed(
                container.getId(),
                container.getPodSandboxId(),
                pod(container.getLabelsMap()),
                container.getMetadata().getName(),
                container.getMetadata().getAttempt(),
                state(container.getState()),
                container.getImageRef());
    }

    static ContainerReading reading(ContainerStats stats) {
        var attributes = stats.getAttributes();
        return new ContainerReading(
                attributes.getId(),
                pod(attributes.getLabelsMap()),
                attributes.getMetadata().getName(),
                Instant.EPOCH.plusNanos(stats.getCpu().getTimestamp()),
                stats.getCpu().getUsageCoreNanoSeconds().getValue(),
                stats.getMemory().getWorkingSetBytes().getValue(),
                stats.getWritableLayer().getUsedBytes().getValue(),
                stats.getWritableLayer().getInodesUsed().getValue());
    }

    static PodIdentity pod(Map<String, String> labels) {
        return new PodIdentity(
                labels.getOrDefault(PodLabels.POD_NAMESPACE, ""),
                labels.getOrDefault(PodLabels.POD_NAME, ""),
                labels.getOrDefault(PodLabels.POD_UID, ""));
    }

    private static Container.State state(ContainerState state) {
        return switch (state) {
            case CONTAINER_CREATED -> Container.State.CREATED;
            case CONTAINER_RUNNING -> Container.State.RUNNING;
            case CONTAINER_EXITED -> Container.State.EXITED;
            case CONTAINER_UNKNOWN, UNRECOGNIZED -> Container.State.UNKNOWN;
        };
    }

    private static @Nullable Instant instant(long nanos) {
        return nanos == 0
                ? null
                : Instant.ofEpochSecond(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }
}
