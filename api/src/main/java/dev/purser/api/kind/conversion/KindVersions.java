package dev.purser.api.kind.conversion;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import java.util.Map;
import java.util.Optional;

/// All versions of one kind, which may be in different groups. Immutable and thread-safe.
///
/// @param stored the version in which objects are stored
/// @param others how to get at each of the other versions
public record KindVersions(
        GroupVersionKind stored, Map<GroupVersionKind, VersionConversion> others) {
    public KindVersions {
        others = Map.copyOf(others);
    }

    /// The conversion between a version and the stored one; empty for the stored one itself.
    public Optional<VersionConversion> conversion(GroupVersionKind kind) {
        return Optional.ofNullable(others.get(kind));
    }

    /// An object of any of these versions in another; empty when there is no such version.
    public Optional<KubeObject> convert(KubeObject object, String apiVersion) {
        GroupVersionKind target = GroupVersionKind.of(apiVersion, stored.kind());
        if (!target.equals(stored) && !others.containsKey(target)) {
            return Optional.empty();
        }
        KubeObject inStore =
                conversion(object.groupVersionKind())
                        .map(conversion -> conversion.toStored(object))
                        .orElse(object);
        return Optional.of(
                conversion(target)
                        .map(conversion -> conversion.fromStored(inStore))
                        .orElse(inStore));
    }
}
