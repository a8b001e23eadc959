package dev.purser.api.resource;

import java.util.List;

/// A group with its versions, the preferred one first. The core group's name is the empty string.
public record ApiGroup(String name, List<ApiVersion> versions) {
    public ApiGroup {
        versions = List.copyOf(versions);
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("group without versions: " + name);
        }
    }

    /// The version that clients should use when they have no other wish.
    public String preferredVersion() {
        return versions.getFirst().version();
    }
}
