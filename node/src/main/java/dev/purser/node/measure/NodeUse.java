package dev.purser.node.measure;

import dev.purser.node.cri.CriStats.RunningContainer;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.volume.DiskSpaces.Space;
import dev.purser.node.volume.DiskSpaces.Usage;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything that was read of one node at one time.
///
/// @param allPods the cgroup above all pods
/// @param disks empty when nobody asked for them
public record NodeUse(
        MachineUse machine,
        Optional<CgroupReading> allPods,
        List<PodUse> pods,
        Optional<Disks> disks) {
    public NodeUse {
        pods = List.copyOf(pods);
    }

    /// The file systems.
    ///
    /// @param node that of volumes and logs
    /// @param images that of images and of what containers write
    /// @param imageBytes what the images take of it
    public record Disks(Instant time, Space node, Space images, long imageBytes) {}

    /// One pod that runs.
    ///
    /// @param path of its cgroup
    /// @param started when its sandbox was made
    /// @param cgroup empty while it is not there
    /// @param networks empty for a pod on the machine's network
    public record PodUse(
            PodIdentity pod,
            String path,
            Instant started,
            Optional<CgroupReading> cgroup,
            List<NetworkCount> networks,
            List<ContainerUse> containers,
            Optional<PodDisks> disks) {
        public PodUse {
            networks = List.copyOf(networks);
            containers = List.copyOf(containers);
        }

        /// How many processes its containers have.
        public long processes() {
            return containers.stream().mapToLong(ContainerUse::processes).sum();
        }
    }

    /// What a pod has on disk beside what its containers write.
    ///
    /// @param volumes by name
    /// @param logs of all its containers, those of the past too
    /// @param hosts its `/etc/hosts`
    public record PodDisks(Instant time, Map<String, VolumeUse> volumes, Usage logs, Usage hosts) {
        public PodDisks {
            volumes = Map.copyOf(volumes);
        }
    }

    /// @param space of the file system that the volume is on
    public record VolumeUse(Usage used, Space space, Share share) {}

    /// Whether a volume's files are part of what a pod takes of the node's own disk.
    public enum Share {
        LOCAL,
        OTHER
    }

    /// One container that runs.
    ///
    /// @param pids of its processes
    public record ContainerUse(
            RunningContainer container,
            CgroupReading cgroup,
            List<String> pids,
            Optional<ContainerDisks> disks) {
        public ContainerUse {
            pids = List.copyOf(pids);
        }

        long processes() {
            return pids.size();
        }
    }

    /// @param layer what the container wrote into its own file system; empty when the runtime has
    ///   not counted it yet
    /// @param logs all files of its log
    public record ContainerDisks(Optional<Usage> layer, Usage logs) {}
}
