package dev.purser.server.registry;

import dev.purser.api.extension.JsonSchema;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.resource.ApiGroup;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The custom resources that are served at one moment. Immutable.
///
/// @param served by name, every served version
/// @param groups what discovery shows of them, in discovery's order
/// @param published what OpenAPI shows of them
public record CustomResources(
        Map<GroupVersionResource, ServedResource> served,
        List<ApiGroup> groups,
        List<Published> published) {
    /// None at all.
    public static final CustomResources NONE = new CustomResources(Map.of(), List.of(), List.of());

    public CustomResources {
        served = Map.copyOf(served);
        groups = List.copyOf(groups);
        published = List.copyOf(published);
    }

    /// A kind with its schema.
    ///
    /// @param schema null when the definition has none
    public record Published(GroupVersionKind kind, String listKind, @Nullable JsonSchema schema) {}
}
