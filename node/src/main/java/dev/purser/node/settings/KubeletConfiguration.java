package dev.purser.node.settings;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// Kubelet's configuration as the node follows it. Immutable and thread-safe.
///
/// @param document the whole of it, with defaults, as `/configz` shows it; shared, not to be
///   changed
/// @param ignored fields that were given and mean nothing here, such as intervals of what is not
///   polled; worth a word in the log
public record KubeletConfiguration(
        EndpointSettings endpoint,
        PodSettings pods,
        DnsSettings dns,
        EvictionSettings eviction,
        ImageSettings images,
        LogSettings logs,
        ReservedSettings reserved,
        ShutdownSettings shutdown,
        ReportSettings report,
        List<String> ignored,
        ObjectNode document) {
    public KubeletConfiguration {
        ignored = List.copyOf(ignored);
    }

    /// The same with another place of static pods.
    public KubeletConfiguration withStaticPath(String path) {
        ObjectNode other = document.deepCopy().put("staticPodPath", path);
        return new KubeletConfiguration(
                endpoint,
                pods.withStaticPath(path),
                dns,
                eviction,
                images,
                logs,
                reserved,
                shutdown,
                report,
                ignored,
                other);
    }

    /// The same with a port that was chosen for the node's own API, 0 for any that is free.
    public KubeletConfiguration withPort(int port) {
        return new KubeletConfiguration(
                new EndpointSettings(endpoint.address(), port, true),
                pods,
                dns,
                eviction,
                images,
                logs,
                reserved,
                shutdown,
                report,
                ignored,
                document);
    }

    /// The same with a name service of the cluster that pods ask.
    public KubeletConfiguration withClusterDns(String address) {
        ObjectNode other = document.deepCopy();
        other.putArray("clusterDNS").add(address);
        return new KubeletConfiguration(
                endpoint,
                pods,
                new DnsSettings(List.of(address), dns.domain(), dns.resolverConfig()),
                eviction,
                images,
                logs,
                reserved,
                shutdown,
                report,
                ignored,
                other);
    }

    /// Kubelet's own defaults, but that cgroup v1 is fine.
    public static KubeletConfiguration defaults() {
        return KubeletConfigurationFile.defaults();
    }
}
