package dev.purser.node.network;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A range of IPv4 addresses.
///
/// @param address the first address as a number; its host bits are zero
/// @param prefixLength how many leading bits all addresses share, 0 to 32
public record Subnet(int address, int prefixLength) {
    private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+)\\.(\\d+)/(\\d+)");

    public Subnet {
        if (prefixLength < 0 || prefixLength > Integer.SIZE) {
            throw new IllegalArgumentException("Prefix length " + prefixLength);
        }
        address &= mask(prefixLength);
    }

    /// Reads `10.88.0.0/24`.
    ///
    /// @throws IllegalArgumentException when it is no such range
    public static Subnet parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Not an IPv4 range: " + text);
        }
        int address = 0;
        for (int part = 1; part <= 4; part++) {
            address = (address << Byte.SIZE) | (Integer.parseInt(matcher.group(part)) & 0xff);
        }
        return new Subnet(address, Integer.parseInt(matcher.group(5)));
    }

    /// Whether an IPv4 address is in the range.
    ///
    /// @throws IllegalArgumentException when it is none
    public boolean contains(String other) {
        return overlaps(parse(other + "/" + Integer.SIZE));
    }

    /// Whether some address is in both.
    public boolean overlaps(Subnet other) {
        int mask = mask(Math.min(prefixLength, other.prefixLength));
        return (address & mask) == (other.address & mask);
    }

    private static int mask(int prefixLength) {
        return prefixLength == 0 ? 0 : -1 << (Integer.SIZE - prefixLength);
    }

    @Override
    public String toString() {
        return "%d.%d.%d.%d/%d"
                .formatted(
                        address >>> 24,
                        address >>> 16 & 0xff,
                        address >>> 8 & 0xff,
                        address & 0xff,
                        prefixLength);
    }
}
