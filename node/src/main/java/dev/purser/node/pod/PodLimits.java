package dev.purser.node.pod;

import dev.purser.node.cgroup.CgroupUsage;
import dev.purser.node.launch.LinuxResources;
import dev.purser.node.launch.PodCgroups;
import dev.purser.node.resize.Allocations;
import java.time.Duration;

/// What holds pods to what they may use; every part is thread-safe.
///
/// @param allocations what the node granted to each pod
/// @param cgroups where that is enforced for whole pods
/// @param containers what that means for single containers
/// @param usage what is used
/// @param restartMax the longest pause before a container that keeps failing is started again
public record PodLimits(
        Allocations allocations,
        PodCgroups cgroups,
        LinuxResources containers,
        CgroupUsage usage,
        Duration restartMax) {}
