package dev.purser.node.settings;

/// Where the node's own API listens.
///
/// @param address an IP address; that of no interface stands for all
/// @param port 1 to 65535, or 0 for any that is free
/// @param isExplicit whether somebody named the port
public record EndpointSettings(String address, int port, boolean isExplicit) {}
