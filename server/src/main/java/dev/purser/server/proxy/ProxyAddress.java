package dev.purser.server.proxy;

import java.net.InetAddress;

/// Addresses that requests may be passed on to: those that are an address of one host, and not of
/// this machine or its link.
final class ProxyAddress {
    private ProxyAddress() {}

    static boolean isAllowed(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return !parsed.isAnyLocalAddress()
                    && !parsed.isLoopbackAddress()
                    && !parsed.isLinkLocalAddress()
                    && !parsed.isMulticastAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    /// `HOST:PORT`, or the host alone when no port is named.
    static String join(String address, String port) {
        String host = address.contains(":") ? "[" + address + "]" : address;
        return port.isEmpty() ? host : host + ":" + port;
    }
}
