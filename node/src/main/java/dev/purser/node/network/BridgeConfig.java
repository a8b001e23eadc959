package dev.purser.node.network;

import dev.purser.node.network.PodNetwork.Masquerade;
import java.nio.file.Path;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The CNI configuration list of the pod network: `bridge` with `host-local` addresses, then
/// `portmap` for host ports.
///
/// @param addresses the directory where `host-local` notes which address is taken
record BridgeConfig(String bridge, Subnet subnet, Path addresses, Masquerade masquerade) {
    /// The newest version that plugins of every supported distribution speak.
    private static final String CNI_VERSION = "0.4.0";

    String json() {
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.put("cniVersion", CNI_VERSION).put("name", bridge);
        var plugins = list.putArray("plugins");
        ObjectNode plugin = plugins.addObject();
        plugin.put("type", "bridge")
                .put("bridge", bridge)
                .put("isGateway", true)
                .put("ipMasq", masquerade == Masquerade.YES)
                .put("hairpinMode", true);
        ObjectNode ipam = plugin.putObject("ipam");
        ipam.put("type", "host-local").put("dataDir", addresses.toString());
        ipam.putArray("ranges").addArray().addObject().put("subnet", subnet.toString());
        ipam.putArray("routes").addObject().put("dst", "0.0.0.0/0");
        ObjectNode ports = plugins.addObject();
        ports.put("type", "portmap").put("snat", masquerade == Masquerade.YES);
        ports.putObject("capabilities").put("portMappings", true);
        return list.toPrettyString();
    }
}
