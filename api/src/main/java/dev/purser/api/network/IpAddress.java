package dev.purser.api.network;

import java.math.BigInteger;
import java.util.Optional;

/// An IP address as it was written. Immutable and thread-safe.
///
/// @param value the address as a number
/// @param spelling what is odd about the text
public record IpAddress(IpFamily family, BigInteger value, Spelling spelling)
        implements Comparable<IpAddress> {
    /// Ways to write an address that not every program reads alike.
    public enum Spelling {
        PLAIN,
        /// `010.0.0.1`, which some programs take for octal.
        LEADING_ZEROS,
        /// `::ffff:10.0.0.1`, an IPv4 address in the clothes of an IPv6 one.
        MAPPED
    }

    /// Reads an address, also one that is spelled oddly.
    public static Optional<IpAddress> parse(String text) {
        return new IpParser(text).parse();
    }

    /// An address in the plain spelling.
    public static IpAddress of(IpFamily family, BigInteger value) {
        return new IpAddress(family, value, Spelling.PLAIN);
    }

    public boolean isUnspecified() {
        return value.signum() == 0;
    }

    public boolean isLoopback() {
        return switch (family) {
            case IPV4 -> startsWith(127, 8);
            case IPV6 -> value.equals(BigInteger.ONE);
        };
    }

    public boolean isLinkLocal() {
        return switch (family) {
            case IPV4 -> startsWith(0xA9FE, 16);
            case IPV6 -> startsWith(0xFE80 >> 6, 10);
        };
    }

    public boolean isLinkLocalMulticast() {
        return switch (family) {
            case IPV4 -> startsWith(0xE00000, 24);
            // The scope is the lower half of the second byte, whatever the flags in the upper.
            case IPV6 -> startsWith(0xFF, 8) && (top(16) & 0xF) == 2;
        };
    }

    private boolean startsWith(long prefix, int bits) {
        return top(bits) == prefix;
    }

    private long top(int bits) {
        return value.shiftRight(family.bits() - bits).longValue();
    }

    /// The address that is so much further on.
    public IpAddress plus(long offset) {
        return of(family, value.add(BigInteger.valueOf(offset)));
    }

    @Override
    public int compareTo(IpAddress other) {
        int order = family.compareTo(other.family);
        return order != 0 ? order : value.compareTo(other.value);
    }

    /// The canonical text (RFC 5952).
    @Override
    public String toString() {
        return switch (family) {
            case IPV4 -> dotted();
            case IPV6 -> new Ipv6Text(value).toString();
        };
    }

    private String dotted() {
        int number = value.intValue();
        return "%d.%d.%d.%d"
                .formatted(
                        number >>> 24,
                        (number >>> 16) & 0xFF,
                        (number >>> 8) & 0xFF,
                        number & 0xFF);
    }
}
