package dev.purser.controllers.metadata;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ResourceType;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.Informers;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectIndex;
import dev.purser.controllers.object.Resources;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Informers of the metadata of every resource that can be listed, watched and deleted, one for
/// each resource whatever its versions. Events are left out: nothing owns them, and they are many.
public final class MetadataInformers {
    private static final Set<String> NEEDED_VERBS = Set.of("list", "watch", "delete");

    private final List<ResourceType> types;
    private final Map<GroupVersionResource, Informer> informers = new LinkedHashMap<>();
    private final Map<GroupKind, ResourceType> byKind = new LinkedHashMap<>();

    private record GroupKind(String group, String kind) {}

    /// @param served what the server serves, preferred versions first
    public MetadataInformers(Informers factory, Collection<ResourceType> served) {
        this.types = deletable(served);
        for (ResourceType type : types) {
            byKind.put(new GroupKind(type.kind().group(), type.kind().kind()), type);
            if (!type.names().plural().equals(Resources.EVENTS.resource())) {
                GroupVersionResource resource = type.groupVersionResource();
                informers.put(
                        resource,
                        factory.with(InformerOptions.all(resource).metadataOnly())
                                .withIndex(ObjectIndex.byUid())
                                .withIndex(ObjectIndex.byOwner()));
            }
        }
    }

    private static List<ResourceType> deletable(Collection<ResourceType> served) {
        Set<Object> seen = new HashSet<>();
        List<ResourceType> chosen = new ArrayList<>();
        for (ResourceType type : served) {
            if (type.verbs().containsAll(NEEDED_VERBS) && seen.add(type.groupResource())) {
                chosen.add(type);
            }
        }
        return List.copyOf(chosen);
    }

    /// Every resource that can be deleted, events included.
    public List<ResourceType> types() {
        return types;
    }

    /// The resource whose objects are of this kind, in whatever version.
    public Optional<ResourceType> type(GroupVersionKind kind) {
        return Optional.ofNullable(byKind.get(new GroupKind(kind.group(), kind.kind())));
    }

    /// Adds a handler to each informer; must come before they start.
    public void withHandlers(Function<ResourceType, ObjectHandler> handlers) {
        for (ResourceType type : types) {
            Informer informer = informers.get(type.groupVersionResource());
            if (informer != null) {
                informer.withHandler(handlers.apply(type));
            }
        }
    }

    /// How many objects of a resource a namespace holds.
    public long count(GroupVersionResource resource, String namespace) {
        Informer informer = informers.get(resource);
        return informer == null ? 0 : informer.cache().inNamespace(namespace).size();
    }

    /// The object with this uid, if it is of this resource.
    public Optional<KubeObject> find(GroupVersionResource resource, String uid) {
        Informer informer = informers.get(resource);
        return informer == null
                ? Optional.empty()
                : informer.cache().find(ObjectIndex.byUid(), uid).stream().findFirst();
    }

    /// All objects that name this uid among their owners.
    public List<Dependent> dependents(String ownerUid) {
        List<Dependent> dependents = new ArrayList<>();
        informers.forEach((resource, informer) -> {
            for (KubeObject object : informer.cache().find(ObjectIndex.byOwner(), ownerUid)) {
                dependents.add(new Dependent(resource, object));
            }
        });
        return dependents;
    }

    /// An object that has an owner.
    public record Dependent(GroupVersionResource resource, KubeObject object) {}
}
