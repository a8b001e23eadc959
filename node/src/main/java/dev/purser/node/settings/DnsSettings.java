package dev.purser.node.settings;

import java.util.List;

/// Whom pods ask for names.
///
/// @param servers of the cluster; none when it has no name service
/// @param domain of the cluster
/// @param resolverConfig the file that pods without a name service of the cluster get
public record DnsSettings(List<String> servers, String domain, String resolverConfig) {
    public DnsSettings {
        servers = List.copyOf(servers);
    }
}
