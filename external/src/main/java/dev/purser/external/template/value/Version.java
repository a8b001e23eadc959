package dev.purser.external.template.value;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/// A semantic version.
///
/// @param prerelease without its `-`; empty for a release
/// @param metadata without its `+`
/// @param original as it was written
public record Version(
        long major, long minor, long patch, String prerelease, String metadata, String original)
        implements Value, Comparable<Version> {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");

    @Override
    public GoType type() {
        return GoType.VERSION;
    }

    @Override
    public boolean isTrue() {
        return true;
    }

    /// By precedence, in which the metadata does not count.
    @Override
    public int compareTo(Version other) {
        int order = Long.compare(major, other.major);
        order = order == 0 ? Long.compare(minor, other.minor) : order;
        order = order == 0 ? Long.compare(patch, other.patch) : order;
        return order == 0 ? comparePrereleases(prerelease, other.prerelease) : order;
    }

    private static int comparePrereleases(String first, String second) {
        if (first.equals(second) || first.isEmpty() || second.isEmpty()) {
            return Boolean.compare(first.isEmpty(), second.isEmpty());
        }
        List<String> ours = List.of(first.split("\\."));
        List<String> theirs = List.of(second.split("\\."));
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            int order = compareIdentifiers(ours.get(i), theirs.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(ours.size(), theirs.size());
    }

    private static int compareIdentifiers(String first, String second) {
        boolean firstIsNumber = NUMBER.matcher(first).matches();
        boolean secondIsNumber = NUMBER.matcher(second).matches();
        if (firstIsNumber && secondIsNumber) {
            return new BigInteger(first).compareTo(new BigInteger(second));
        }
        return firstIsNumber == secondIsNumber
                ? Integer.signum(first.compareTo(second))
                : Boolean.compare(secondIsNumber, firstIsNumber);
    }

    /// In full, whatever was left out when it was written.
    public String normal() {
        return major
                + "."
                + minor
                + "."
                + patch
                + (prerelease.isEmpty() ? "" : "-" + prerelease)
                + (metadata.isEmpty() ? "" : "+" + metadata);
    }

    @Override
    public String toString() {
        return "(*semver.Version)";
    }
}
