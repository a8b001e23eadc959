package dev.purser.server.custom;

import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.kind.apiextensions.VersionOrder;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.resource.ApiGroup;
import dev.purser.api.resource.ApiVersion;
import dev.purser.api.resource.ResourceType;
import dev.purser.server.registry.CustomResources;
import dev.purser.server.registry.ServedResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Puts all definitions together: what is served, and what discovery says of it.
final class CustomCatalog {
    private static final List<String> ENDING_VERBS =
            List.of("delete", "deletecollection", "get", "list", "watch");

    private CustomCatalog() {}

    static CustomResources of(Collection<ServedDefinition> definitions) {
        Map<GroupVersionResource, ServedResource> served = new HashMap<>();
        Map<String, Map<String, List<ResourceType>>> groups = new TreeMap<>();
        List<CustomResources.Published> published = new ArrayList<>();
        for (ServedDefinition definition : definitions) {
            for (Definition.Version version : definition.definition().versions()) {
                ServedResource resource = definition.resources().get(version.name());
                if (version.isServed() && resource != null) {
                    served.put(resource.type().groupVersionResource(), resource);
                    if (definition.definition().is(Definition.ESTABLISHED)) {
                        published.add(
                                new CustomResources.Published(
                                        resource.kind(),
                                        resource.listKind(),
                                        definition.schemas().get(version.name())));
                        groups.computeIfAbsent(
                                        definition.definition().group(),
                                        any -> new TreeMap<>(new VersionOrder()))
                                .computeIfAbsent(version.name(), any -> new ArrayList<>())
                                .add(shown(resource.type(), definition.definition()));
                    }
                }
            }
        }
        return new CustomResources(served, apiGroups(groups), published);
    }

    /// A resource as discovery shows it: nothing is made or changed of one that is going.
    private static ResourceType shown(ResourceType type, Definition definition) {
        return definition.is(Definition.TERMINATING)
                ? new ResourceType(
                        type.kind(),
                        type.names(),
                        type.scope(),
                        ENDING_VERBS,
                        type.subresources(),
                        type.storageVersion())
                : type;
    }

    private static List<ApiGroup> apiGroups(Map<String, Map<String, List<ResourceType>>> groups) {
        List<ApiGroup> result = new ArrayList<>();
        groups.forEach((group, versions) -> {
            List<ApiVersion> all = new ArrayList<>();
            versions.forEach((version, types) -> {
                types.sort(Comparator.comparing(type -> type.names().plural()));
                all.add(new ApiVersion(version, types));
            });
            result.add(new ApiGroup(group, all));
        });
        return result;
    }
}
