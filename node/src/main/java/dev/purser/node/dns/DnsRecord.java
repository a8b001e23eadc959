package dev.purser.node.dns;

/// One record of an answer. Names are without the dot at their end.
sealed interface DnsRecord {
    /// Whose it is.
    String name();

    /// An IPv4 address.
    record Address(String name, String address) implements DnsRecord {}

    /// Another name of the same.
    record Alias(String name, String target) implements DnsRecord {}

    /// The name of an address.
    record Pointer(String name, String target) implements DnsRecord {}

    /// Where a port of a service is.
    record Location(String name, int port, String target, int weight) implements DnsRecord {}

    /// A text.
    record Text(String name, String text) implements DnsRecord {}
}
