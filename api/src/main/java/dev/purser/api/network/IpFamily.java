package dev.purser.api.network;

/// The two kinds of IP address, with the names that Services use.
public enum IpFamily {
    IPV4("IPv4", 32),
    IPV6("IPv6", 128);

    private final String text;
    private final int bits;

    IpFamily(String text, int bits) {
        this.text = text;
        this.bits = bits;
    }

    /// The length of an address.
    public int bits() {
        return bits;
    }

    /// The name as it is in `ipFamilies`.
    @Override
    public String toString() {
        return text;
    }
}
