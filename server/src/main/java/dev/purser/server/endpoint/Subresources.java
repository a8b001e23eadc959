package dev.purser.server.endpoint;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.GroupResource;
import dev.purser.server.registry.PostHandler;
import dev.purser.server.registry.Projection;
import dev.purser.server.registry.ServedResource;
import java.util.Map;
import java.util.Optional;

/// Which subresources do what. Keys are named as roles name them: `pods/binding`, or the bare
/// resource for one that is only posted to.
///
/// @param posted those that take a POST and do something with it
/// @param projections those that are a view of their object
/// @param rules those that are their object itself, written by rules of their own
/// @param custom those of custom resources that a part of the process answers
public record Subresources(
        Map<GroupResource, PostHandler> posted,
        Map<GroupResource, Projection> projections,
        Map<GroupResource, KindRules> rules,
        Map<GroupResource, CustomSubresource> custom) {
    public Subresources {
        posted = Map.copyOf(posted);
        projections = Map.copyOf(projections);
        rules = Map.copyOf(rules);
        custom = Map.copyOf(custom);
    }

    /// The handler of what is posted to a resource or subresource.
    public Optional<PostHandler> posted(ServedResource resource, String subresource) {
        return Optional.ofNullable(posted.get(key(resource, subresource)));
    }

    /// The view that a subresource is.
    public Optional<Projection> projection(ServedResource resource, String subresource) {
        return resource.custom().isPresent()
                ? Optional.ofNullable(resource.custom().get().projections().get(subresource))
                : Optional.ofNullable(projections.get(key(resource, subresource)));
    }

    /// The resource as a subresource writes it; empty for a subresource that is something else.
    public Optional<ServedResource> ruled(ServedResource resource, String subresource) {
        return Optional.ofNullable(rules.get(key(resource, subresource))).map(resource::withRules);
    }

    /// What answers a subresource of a custom resource.
    public Optional<CustomSubresource> custom(ServedResource resource, String subresource) {
        return resource.custom().isPresent()
                ? Optional.ofNullable(custom.get(key(resource, subresource)))
                : Optional.empty();
    }

    private static GroupResource key(ServedResource resource, String subresource) {
        return key(resource.groupResource(), subresource);
    }

    /// What roles call a subresource.
    public static GroupResource key(GroupResource resource, String subresource) {
        return subresource.isEmpty()
                ? resource
                : new GroupResource(resource.group(), resource.resource() + "/" + subresource);
    }
}
