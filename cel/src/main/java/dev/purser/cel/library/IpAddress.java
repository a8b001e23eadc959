package dev.purser.cel.library;

import dev.purser.cel.value.EvaluationException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// An address of IPv4 or IPv6, read as strictly as Go's `net/netip` does. Immutable.
///
/// @param bytes 4 or 16, which nobody changes
@SuppressWarnings("ArrayRecordComponent") // Compared by content below.
record IpAddress(byte[] bytes) {
    private static final int V6_GROUPS = 8;

    /// @throws EvaluationException for what is no address, has a zone or is IPv4 within IPv6
    static IpAddress parse(String text) {
        IpAddress address;
        try {
            address = read(text);
        } catch (EvaluationException e) {
            throw new EvaluationException(
                    "IP Address %s parse error during conversion from string: %s"
                            .formatted(GoText.quote(text), e.getMessage()));
        }
        if (text.contains("%")) {
            throw new EvaluationException(
                    "IP address %s with zone value is not allowed".formatted(GoText.quote(text)));
        }
        address.requireNotMapped(text);
        return address;
    }

    /// Refuses addresses of IPv4 within IPv6.
    void requireNotMapped(String text) {
        boolean mapped =
                bytes.length == 16
                        && Arrays.equals(bytes, 0, 10, new byte[10], 0, 10)
                        && bytes[10] == -1
                        && bytes[11] == -1;
        if (mapped) {
            throw new EvaluationException(
                    "IPv4-mapped IPv6 address %s is not allowed".formatted(GoText.quote(text)));
        }
    }

    /// The address; a zone is dropped.
    static IpAddress read(String text) {
        for (int i = 0; i < text.length(); i++) {
            switch (text.charAt(i)) {
                case '.' -> {
                    return new IpAddress(readV4(text, text));
                }
                case ':' -> {
                    return new IpAddress(readV6(text));
                }
                case '%' -> throw problem(text, "missing IPv6 address", "");
                default -> {
                    // Only a dot or a colon tells the version.
                }
            }
        }
        throw problem(text, "unable to parse IP", "");
    }

    private static EvaluationException problem(String text, String why, String at) {
        String place = at.isEmpty() ? "" : " (at %s)".formatted(GoText.quote(at));
        return new EvaluationException(
                "ParseAddr(%s): %s%s".formatted(GoText.quote(text), why, place));
    }

    private static byte[] readV4(String whole, String text) {
        byte[] result = new byte[4];
        int value = 0;
        int position = 0;
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9') {
                if (digits == 1 && value == 0) {
                    throw problem(whole, "IPv4 field has octet with leading zero", "");
                }
                value = value * 10 + c - '0';
                digits++;
                if (value > 255) {
                    throw problem(whole, "IPv4 field has value >255", "");
                }
            } else if (c == '.') {
                if (i == 0 || i == text.length() - 1 || text.charAt(i - 1) == '.') {
                    throw problem(
                            whole, "IPv4 field must have at least one digit", text.substring(i));
                }
                if (position == 3) {
                    throw problem(whole, "IPv4 address too long", "");
                }
                result[position++] = (byte) value;
                value = 0;
                digits = 0;
            } else {
                throw problem(whole, "unexpected character", text.substring(i));
            }
        }
        if (position < 3) {
            throw problem(whole, "IPv4 address too short", "");
        }
        result[3] = (byte) value;
        return result;
    }

    private static byte[] readV6(String whole) {
        int zone = whole.indexOf('%');
        String text = zone < 0 ? whole : whole.substring(0, zone);
        if (zone >= 0 && zone == whole.length() - 1) {
            throw problem(whole, "zone must be a non-empty string", "");
        }
        int ellipsis = text.indexOf("::");
        byte[] front = groups(whole, ellipsis < 0 ? text : text.substring(0, ellipsis));
        if (ellipsis < 0) {
            if (front.length < 2 * V6_GROUPS) {
                throw problem(whole, "address string too short", "");
            }
            return requireLength(whole, front);
        }
        String rest = text.substring(ellipsis + 2);
        if (rest.contains("::")) {
            throw problem(whole, "multiple :: in address", rest.substring(rest.indexOf("::") + 1));
        }
        byte[] back = groups(whole, rest);
        if (front.length + back.length >= 2 * V6_GROUPS) {
            throw problem(whole, "the :: must expand to at least one field of zeros", "");
        }
        byte[] result = Arrays.copyOf(front, 2 * V6_GROUPS);
        System.arraycopy(back, 0, result, 2 * V6_GROUPS - back.length, back.length);
        return result;
    }

    private static byte[] requireLength(String whole, byte[] bytes) {
        if (bytes.length > 2 * V6_GROUPS) {
            throw problem(whole, "trailing garbage after address", "");
        }
        return bytes;
    }

    private static byte[] groups(String whole, String text) {
        if (text.isEmpty()) {
            return new byte[0];
        }
        String[] groups = text.split(":", -1);
        byte[] result = new byte[2 * groups.length + 2];
        int length = 0;
        for (int i = 0; i < groups.length; i++) {
            String group = groups[i];
            if (i == groups.length - 1 && group.contains(".")) {
                byte[] v4 = readV4(whole, group);
                System.arraycopy(v4, 0, result, length, 4);
                length += 4;
                continue;
            }
            int value = groupValue(whole, group, start(whole, text, groups, i));
            result[length++] = (byte) (value >> 8);
            result[length++] = (byte) value;
        }
        return Arrays.copyOf(result, length);
    }

    /// The text from a group on.
    private static String start(String whole, String text, String[] groups, int index) {
        int offset = whole.lastIndexOf(text);
        for (int i = 0; i < index; i++) {
            offset += groups[i].length() + 1;
        }
        return whole.substring(offset);
    }

    /// @param rest the text from the group on
    private static int groupValue(String whole, String group, String rest) {
        if (group.isEmpty()) {
            throw problem(whole, "each colon-separated field must have at least one digit", rest);
        }
        for (int i = 0; i < group.length(); i++) {
            if (Character.digit(group.charAt(i), 16) < 0 || group.charAt(i) > 'f') {
                throw problem(
                        whole,
                        i == 0
                                ? "each colon-separated field must have at least one digit"
                                : "unexpected character, want colon",
                        rest.substring(i));
            }
        }
        if (group.length() > 4) {
            throw problem(whole, "each group must have 4 or less digits", rest);
        }
        return Integer.parseInt(group, 16);
    }

    boolean isV4() {
        return bytes.length == 4;
    }

    InetAddress address() {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    /// The address with all bits behind the prefix cleared.
    IpAddress masked(int prefix) {
        byte[] result = bytes.clone();
        for (int i = 0; i < result.length; i++) {
            int kept = Math.clamp(prefix - 8L * i, 0, 8);
            result[i] &= (byte) (0xFF << (8 - kept));
        }
        return new IpAddress(result);
    }

    /// The canonical text (RFC 5952).
    @Override
    public String toString() {
        if (isV4()) {
            return "%d.%d.%d.%d"
                    .formatted(bytes[0] & 0xFF, bytes[1] & 0xFF, bytes[2] & 0xFF, bytes[3] & 0xFF);
        }
        int start = -1;
        int length = 1;
        for (int i = 0; i < V6_GROUPS; i++) {
            int zeros = zeros(i);
            if (zeros > length) {
                start = i;
                length = zeros;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < V6_GROUPS; i++) {
            if (i == start) {
                text.append("::");
                i += length - 1;
                continue;
            }
            text.append(i > 0 && i != start + length ? ":" : "")
                    .append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    private int group(int index) {
        return ((bytes[2 * index] & 0xFF) << 8) | (bytes[2 * index + 1] & 0xFF);
    }

    private int zeros(int from) {
        int end = from;
        while (end < V6_GROUPS && group(end) == 0) {
            end++;
        }
        return end - from;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof IpAddress(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
