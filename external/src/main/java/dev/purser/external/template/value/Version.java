package dev.purser.external.template.value;

/// A semantic version.
///
/// @param prerelease without its `-`; empty for a release
/// @param metadata without its `+`
/// @param original as it was written
public record Version(
        long major, long minor, long patch, String prerelease, String metadata, String original)
        implements Value {
    @Override
    public GoType type() {
        return GoType.VERSION;
    }

    @Override
    public boolean isTrue() {
        return true;
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
