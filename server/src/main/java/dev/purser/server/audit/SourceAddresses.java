package dev.purser.server.audit;

import dev.purser.api.network.IpAddress;
import java.util.ArrayList;
import java.util.List;

/// The addresses a request came from: what proxies say, then the peer of the connection, which
/// alone cannot be made up.
final class SourceAddresses {
    private SourceAddresses() {}

    /// In the order of the way; texts that are no addresses are left out.
    ///
    /// @param forwardedFor the header `X-Forwarded-For`; empty for none
    /// @param realIp the header `X-Real-Ip`; empty for none
    /// @param peer the address of the connection's other end; empty when there is no connection
    static List<String> of(String forwardedFor, String realIp, String peer) {
        List<String> addresses = new ArrayList<>();
        for (String part : forwardedFor.split(",", -1)) {
            IpAddress.parse(part.strip()).map(IpAddress::toString).ifPresent(addresses::add);
        }
        IpAddress.parse(realIp)
                .map(IpAddress::toString)
                .filter(address -> !addresses.contains(address))
                .ifPresent(addresses::add);
        IpAddress.parse(peer)
                .map(IpAddress::toString)
                .filter(address -> addresses.isEmpty() || !addresses.getLast().equals(address))
                .ifPresent(addresses::add);
        return addresses;
    }
}
