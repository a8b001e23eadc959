package dev.purser.api.network;

import java.math.BigInteger;
import java.util.Optional;

/// A network in CIDR notation, as it was written: the address may have bits beyond the prefix.
/// Immutable and thread-safe.
///
/// @param prefix the number of bits that all its addresses share
/// @param spelling what is odd about the text
public record IpNetwork(IpAddress address, int prefix, IpAddress.Spelling spelling) {
    /// Reads a network, also one that is spelled oddly.
    public static Optional<IpNetwork> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        String length = text.substring(slash + 1);
        boolean hasColons = text.substring(0, slash).contains(":");
        return IpAddress.parse(text.substring(0, slash))
                .flatMap(address -> of(address, length, hasColons));
    }

    private static Optional<IpNetwork> of(IpAddress address, String length, boolean hasColons) {
        boolean isNumber =
                !length.isEmpty()
                        && length.length() < 8
                        && length.chars().allMatch(c -> c >= '0' && c <= '9');
        int bits = hasColons ? IpFamily.IPV6.bits() : address.family().bits();
        if (!isNumber || Integer.parseInt(length) > bits) {
            return Optional.empty();
        }
        boolean hasZeros = length.length() > 1 && length.startsWith("0");
        IpAddress.Spelling spelling =
                hasZeros ? IpAddress.Spelling.LEADING_ZEROS : address.spelling();
        int prefix = Integer.parseInt(length) - (bits - address.family().bits());
        return Optional.of(new IpNetwork(address, Math.max(prefix, 0), spelling));
    }

    public IpFamily family() {
        return address.family();
    }

    /// The address with all bits beyond the prefix cleared.
    public IpAddress first() {
        int host = hostBits();
        return IpAddress.of(family(), address.value().shiftRight(host).shiftLeft(host));
    }

    /// The address with all bits beyond the prefix set: IPv4's broadcast address.
    public IpAddress last() {
        BigInteger host = BigInteger.ONE.shiftLeft(hostBits()).subtract(BigInteger.ONE);
        return IpAddress.of(family(), first().value().add(host));
    }

    public boolean contains(IpAddress other) {
        return other.family() == family()
                && other.value()
                        .shiftRight(hostBits())
                        .equals(address.value().shiftRight(hostBits()));
    }

    /// Whether the address is the network's first.
    public boolean isMasked() {
        return first().value().equals(address.value());
    }

    private int hostBits() {
        return family().bits() - prefix;
    }

    /// The canonical text, with the bits beyond the prefix cleared.
    @Override
    public String toString() {
        return first() + "/" + prefix;
    }
}
