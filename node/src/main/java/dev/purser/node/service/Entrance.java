package dev.purser.node.service;

/// What a client connects to.
public sealed interface Entrance {
    /// 1 to 65535.
    int port();

    /// An address of a Service.
    ///
    /// @param address an IPv4 address
    record Address(String address, int port) implements Entrance {}

    /// Any address of this machine.
    record NodePort(int port) implements Entrance {}
}
