package dev.purser.node.pod;

import dev.purser.client.event.EventRecorder;
import dev.purser.client.time.Timers;
import dev.purser.node.cri.CriRuntime;
import dev.purser.node.environment.ContainerEnvironment;
import dev.purser.node.image.ImagePuller;
import dev.purser.node.launch.ContainerConfigs;
import dev.purser.node.launch.HostSettings;
import dev.purser.node.launch.RuntimeClasses;
import dev.purser.node.launch.SandboxConfigs;
import dev.purser.node.probe.Prober;
import dev.purser.node.source.ConfigSource;
import dev.purser.node.volume.ImageVolumes;
import dev.purser.node.volume.PodVolumes;
import java.util.List;
import java.util.concurrent.Executor;

/// What the loops of all pods share; every part is thread-safe.
///
/// @param hostAddresses of this node, the primary one first
/// @param background runs what takes long, each task on a thread of its own
public record PodServices(
        CriRuntime runtime,
        ImagePuller images,
        ConfigSource configs,
        PodVolumes volumes,
        ImageVolumes imageVolumes,
        ContainerEnvironment environment,
        SandboxConfigs sandboxConfigs,
        RuntimeClasses runtimeClasses,
        ContainerConfigs containerConfigs,
        HostSettings host,
        List<String> hostAddresses,
        Prober prober,
        HookRunner hooks,
        PodLimits limits,
        PodAdmission admission,
        EventRecorder events,
        PodStatusWriter statuses,
        Timers timers,
        Executor background) {
    public PodServices {
        hostAddresses = List.copyOf(hostAddresses);
    }
}
