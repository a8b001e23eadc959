package dev.purser.server.admission.security.check;

/// A level as it was in a release.
public record LevelVersion(Level level, PolicyVersion version) {
    public boolean isPrivileged() {
        return level == Level.PRIVILEGED;
    }

    /// Whether both forbid the same: what is privileged is so in every release.
    public boolean isEquivalentTo(LevelVersion other) {
        return equals(other) || (isPrivileged() && other.isPrivileged());
    }

    /// Such as `restricted:v1.37`, as messages have it.
    @Override
    public String toString() {
        return level + ":" + version;
    }
}
