package dev.purser.api.network;

import java.math.BigInteger;

/// Writes IPv6 addresses: lower case, and the longest run of at least two zero groups as `::`.
///
/// @param value the address
record Ipv6Text(BigInteger value) {
    private static final int GROUPS = 8;

    @Override
    public String toString() {
        int start = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int run = zerosFrom(i);
            if (run > length) {
                start = i;
                length = run;
            }
        }
        if (length < 2) {
            return join(0, GROUPS);
        }
        return join(0, start) + "::" + join(start + length, GROUPS);
    }

    private int zerosFrom(int group) {
        int end = group;
        while (end < GROUPS && group(end) == 0) {
            end++;
        }
        return end - group;
    }

    private String join(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append(i == from ? "" : ":").append(Integer.toHexString(group(i)));
        }
        return text.toString();
    }

    private int group(int index) {
        return value.shiftRight(16 * (GROUPS - 1 - index)).intValue() & 0xFFFF;
    }
}
