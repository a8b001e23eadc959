package dev.purser.server.registry;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.resource.ApiGroup;
import dev.purser.api.resource.ApiVersion;
import dev.purser.api.resource.Catalog;
import dev.purser.api.resource.ResourceType;
import java.util.HashMap;
import java.util.Map;

/// Which resource a store key belongs to: [Keys] read backwards. Immutable.
public final class StoreLayout {
    private static final GroupResource NOTHING = new GroupResource("", "");

    /// By the part of a key between `/registry/` and the namespace or name.
    private final Map<String, GroupResource> byDirectory;

    private StoreLayout(Map<String, GroupResource> byDirectory) {
        this.byDirectory = byDirectory;
    }

    /// @param catalog the built-in resources
    public static StoreLayout of(Catalog catalog) {
        Map<String, GroupResource> directories = new HashMap<>();
        for (ApiGroup group : catalog.groups()) {
            for (ApiVersion version : group.versions()) {
                for (ResourceType type : version.resources()) {
                    GroupResource resource = type.groupResource();
                    directories.putIfAbsent(Keys.of(resource).directory(), resource);
                }
            }
        }
        return new StoreLayout(Map.copyOf(directories));
    }

    /// The resource of a key; one without a name for keys that hold no objects of the API. Events
    /// are of the core group, as they are stored.
    public GroupResource resource(String storeKey) {
        String[] parts = storeKey.split("/", 5);
        if (parts.length < 4) {
            return NOTHING;
        }
        GroupResource builtIn = byDirectory.get(parts[2]);
        if (builtIn != null) {
            return builtIn;
        }
        GroupResource nested = byDirectory.get(parts[2] + "/" + parts[3]);
        if (nested != null) {
            return nested;
        }
        // A group of custom resources has a dot; no directory of built-in ones has.
        return parts[2].contains(".") ? new GroupResource(parts[2], parts[3]) : NOTHING;
    }
}
