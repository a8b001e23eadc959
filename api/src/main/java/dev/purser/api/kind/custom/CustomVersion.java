package dev.purser.api.kind.custom;

import dev.purser.api.extension.JsonSchema;
import dev.purser.api.extension.ScalePaths;
import dev.purser.api.meta.GroupResource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a definition says about one version of its resource.
///
/// @param shape null when there is no schema
/// @param replicas null when the resource has no `/scale`
public record CustomVersion(
        GroupResource resource,
        @Nullable JsonSchema shape,
        StatusPart status,
        @Nullable ScalePaths replicas,
        SelectablePaths selectable,
        Phase phase) {

    /// Whether the status has a URL of its own.
    public enum StatusPart {
        SEPARATE,
        NONE
    }

    /// Whether the definition is being deleted.
    public enum Phase {
        SERVED,
        ENDING
    }

    Optional<JsonSchema> schema() {
        return Optional.ofNullable(shape);
    }

    Optional<ScalePaths> scale() {
        return Optional.ofNullable(replicas);
    }

    boolean hasStatus() {
        return status == StatusPart.SEPARATE;
    }

    boolean isEnding() {
        return phase == Phase.ENDING;
    }
}
