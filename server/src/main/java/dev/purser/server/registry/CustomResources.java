package dev.purser.server.registry;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.resource.ApiGroup;
import java.util.List;
import java.util.Map;

/// The custom resources that are served at one moment. Immutable.
///
/// @param served by name, every served version
/// @param groups what discovery shows of them, in discovery's order
public record CustomResources(
        Map<GroupVersionResource, ServedResource> served, List<ApiGroup> groups) {
    /// None at all.
    public static final CustomResources NONE = new CustomResources(Map.of(), List.of());

    public CustomResources {
        served = Map.copyOf(served);
        groups = List.copyOf(groups);
    }
}
