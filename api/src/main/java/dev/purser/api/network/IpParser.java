package dev.purser.api.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Reads one address as Go's `net.ParseIP` did before 1.17: leading zeros mean nothing.
final class IpParser {
    private static final BigInteger MAPPED = BigInteger.valueOf(0xFFFF).shiftLeft(32);
    private static final int GROUPS = 8;

    private final String text;
    private boolean hasLeadingZeros;

    IpParser(String text) {
        this.text = text;
    }

    Optional<IpAddress> parse() {
        return text.contains(":") ? parseIpv6() : parseIpv4();
    }

    private Optional<IpAddress> parseIpv4() {
        OptionalInt number = dotted(text);
        return number.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new IpAddress(IpFamily.IPV4, unsigned(number.getAsInt()), spelling()));
    }

    private IpAddress.Spelling spelling() {
        return hasLeadingZeros ? IpAddress.Spelling.LEADING_ZEROS : IpAddress.Spelling.PLAIN;
    }

    private static BigInteger unsigned(int number) {
        return BigInteger.valueOf(Integer.toUnsignedLong(number));
    }

    private OptionalInt dotted(String dotted) {
        String[] parts = dotted.split("\\.", -1);
        if (parts.length != 4) {
            return OptionalInt.empty();
        }
        int number = 0;
        for (String part : parts) {
            OptionalInt octet = number(part, 10, 0xFF);
            if (octet.isEmpty()) {
                return octet;
            }
            hasLeadingZeros |= part.length() > 1 && part.startsWith("0");
            number = number << 8 | octet.getAsInt();
        }
        return OptionalInt.of(number);
    }

    private static OptionalInt number(String digits, int radix, int most) {
        boolean isNumber =
                !digits.isEmpty()
                        && digits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0);
        if (!isNumber) {
            return OptionalInt.empty();
        }
        BigInteger value = new BigInteger(digits, radix);
        return value.bitLength() > 31 || value.intValue() > most
                ? OptionalInt.empty()
                : OptionalInt.of(value.intValue());
    }

    private Optional<IpAddress> parseIpv6() {
        int gap = text.indexOf("::");
        List<Integer> groups;
        if (gap < 0) {
            groups = groups(text);
        } else {
            List<Integer> before = groups(text.substring(0, gap));
            List<Integer> after = groups(text.substring(gap + 2));
            groups = before;
            int missing = GROUPS - before.size() - after.size();
            if (missing < 1) {
                return Optional.empty();
            }
            for (int i = 0; i < missing; i++) {
                groups.add(0);
            }
            groups.addAll(after);
        }
        return groups.size() == GROUPS && !groups.contains(-1)
                ? Optional.of(ipv6(groups))
                : Optional.empty();
    }

    /// The 16-bit groups of a part of an address; -1 stands for one that cannot be read.
    private List<Integer> groups(String part) {
        List<Integer> groups = new ArrayList<>();
        if (part.isEmpty()) {
            return groups;
        }
        String[] texts = part.split(":", -1);
        for (int i = 0; i < texts.length; i++) {
            boolean isLast = i == texts.length - 1 && text.endsWith(part);
            if (isLast && texts[i].contains(".")) {
                OptionalInt number = dotted(texts[i]);
                groups.add(number.isEmpty() ? -1 : number.getAsInt() >>> 16);
                groups.add(number.isEmpty() ? -1 : number.getAsInt() & 0xFFFF);
            } else {
                hasLeadingZeros |= texts[i].length() > 4;
                groups.add(number(texts[i], 16, 0xFFFF).orElse(-1));
            }
        }
        return groups;
    }

    private IpAddress ipv6(List<Integer> groups) {
        BigInteger value = BigInteger.ZERO;
        for (int group : groups) {
            value = value.shiftLeft(16).or(BigInteger.valueOf(group));
        }
        if (value.shiftRight(32).equals(MAPPED.shiftRight(32))) {
            IpAddress.Spelling spelling =
                    hasLeadingZeros ? IpAddress.Spelling.LEADING_ZEROS : IpAddress.Spelling.MAPPED;
            return new IpAddress(IpFamily.IPV4, value.subtract(MAPPED), spelling);
        }
        return new IpAddress(IpFamily.IPV6, value, spelling());
    }
}
