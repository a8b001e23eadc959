package dev.purser.node.dns;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// A pod behind a Service.
///
/// @param label its name below the Service: its host name, or its address with dashes
record Endpoint(String address, String label, List<Port> ports) {
    /// A port.
    ///
    /// @param protocol in lower case
    record Port(String name, String protocol, int number) {
        static Port of(JsonNode port) {
            return new Port(
                    port.path("name").asString(""),
                    port.path("protocol").asString("TCP").toLowerCase(Locale.ROOT),
                    port.path("port").asInt(0));
        }

        /// @param wanted empty for any port
        boolean matches(String wanted, String wantedProtocol) {
            return wanted.isEmpty() || (name.equals(wanted) && protocol.equals(wantedProtocol));
        }
    }
}
