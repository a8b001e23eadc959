package dev.purser.node.launch;

import dev.purser.node.cri.PodIdentity;
import dev.purser.node.settings.DnsSettings;
import dev.purser.node.settings.PodSettings.Seccomp;
import java.nio.file.Path;

/// What pods take over from their node.
///
/// @param podLogs the directory of all container logs
/// @param cgroupRoot the cgroup above all pods', as a path that begins with a slash; no other node
///   agent of this machine may use it, since it removes cgroups of pods it does not know
/// @param hostName of this machine, for pods on its network
/// @param hosts `/etc/hosts`
/// @param resolver `/etc/resolv.conf`, or where systemd-resolved keeps the real one
/// @param seccompProfiles the directory of the profiles that `localhostProfile` names
/// @param memoryBytes of the node
/// @param seccomp the profile of containers that name none
/// @param dns the name service of the cluster
public record HostSettings(
        Path podLogs,
        String cgroupRoot,
        String hostName,
        Path hosts,
        Path resolver,
        Path seccompProfiles,
        long memoryBytes,
        Seccomp seccomp,
        DnsSettings dns) {

    /// Where the logs of a pod's containers are.
    public Path podLogDirectory(PodIdentity pod) {
        return podLogs.resolve("%s_%s_%s".formatted(pod.namespace(), pod.name(), pod.uid()));
    }

    /// The path of a container's log under its pod's directory.
    public static String logPath(String container, int attempt) {
        return container + "/" + attempt + ".log";
    }
}
