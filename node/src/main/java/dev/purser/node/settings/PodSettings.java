package dev.purser.node.settings;

import java.time.Duration;
import java.util.List;

/// What holds for every pod of the node.
///
/// @param max how many pods may run here
/// @param perCore how many per processor, 0 for no such bound
/// @param pids how many processes a pod may have; -1 for no bound of its own
/// @param staticPath a file or directory with static pods; empty for none
/// @param unsafeSysctls allowed ones; a name may end in `*`
/// @param cpuQuota whether limits of processor time are enforced
/// @param cpuPeriod in which processor time is handed out
/// @param restartMax the longest pause before a container that keeps failing is started again
public record PodSettings(
        int max,
        int perCore,
        long pids,
        String staticPath,
        List<String> unsafeSysctls,
        Seccomp seccomp,
        CpuQuota cpuQuota,
        Duration cpuPeriod,
        OomKill oomKill,
        Duration restartMax) {
    public PodSettings {
        unsafeSysctls = List.copyOf(unsafeSysctls);
    }

    /// The same with another place of static pods.
    public PodSettings withStaticPath(String path) {
        return new PodSettings(
                max,
                perCore,
                pids,
                path,
                unsafeSysctls,
                seccomp,
                cpuQuota,
                cpuPeriod,
                oomKill,
                restartMax);
    }

    /// The seccomp profile of containers that name none.
    public enum Seccomp {
        UNCONFINED,
        RUNTIME_DEFAULT
    }

    /// Whether limits of processor time are enforced.
    public enum CpuQuota {
        ENFORCED,
        OFF
    }

    /// What of a container the kernel kills when its memory runs out.
    public enum OomKill {
        /// All of its processes, where the kernel can (cgroup v2).
        CONTAINER,
        /// The one that the kernel chooses.
        SINGLE_PROCESS
    }

    /// How many pods a machine of so many processors takes.
    public int capacity(int cpus) {
        return perCore > 0 ? Math.min(perCore * cpus, max) : max;
    }
}
