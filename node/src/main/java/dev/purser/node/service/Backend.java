package dev.purser.node.service;

/// Where a connection ends up.
///
/// @param address an IPv4 address
/// @param port 1 to 65535
public record Backend(String address, int port) implements Comparable<Backend> {
    @Override
    public int compareTo(Backend other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }

    /// The form of iptables: `10.88.0.2:80`.
    @Override
    public String toString() {
        return address + ":" + port;
    }
}
