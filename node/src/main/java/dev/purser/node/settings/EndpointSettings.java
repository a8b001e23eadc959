package dev.purser.node.settings;

/// Where the node's own API listens.
///
/// @param address an IP address; that of no interface stands for all
/// @param port 1 to 65535
/// @param isExplicit whether the configuration names the port
public record EndpointSettings(String address, int port, boolean isExplicit) {}
