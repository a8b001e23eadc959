package dev.purser.api.resource;

import java.util.List;

/// One version of a group with its resources, in discovery's order.
public record ApiVersion(String version, List<ResourceType> resources) {
    public ApiVersion {
        resources = List.copyOf(resources);
    }
}
