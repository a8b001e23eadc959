package dev.purser.controllers.metadata;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ResourceType;
import dev.purser.client.cache.CompactObjects;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.Informers;
import dev.purser.client.cache.ObjectHandler;
import dev.purser.client.cache.ObjectIndex;
import dev.purser.client.time.Timers;
import dev.purser.controllers.object.Resources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Informers of the metadata of every resource that can be listed, watched and deleted, one for
/// each resource whatever its versions: the built-in ones, and those of CustomResourceDefinitions
/// as they come and go. Events are left out: nothing owns them, and they are many. Thread-safe.
///
/// Of each object as much is kept as tells what it is, who owns it, and whether it goes: no labels,
/// and a tree that cannot be changed.
public final class MetadataInformers {
    /// So long the kind of a definition that is gone is known still. Its objects went just before,
    /// and who depends on them has to find out that they are gone.
    private static final Duration AFTERMATH = Duration.ofSeconds(30);

    private static final ObjectIndex BY_OWNER_KIND =
            new ObjectIndex(
                    "ownerKind",
                    object ->
                            OwnerReference.of(object).stream()
                                    .map(owner -> GroupKind.of(owner.kind()).toString())
                                    .toList());

    private final Informers factory;
    private final CompactObjects compact = new CompactObjects();
    private final Timers timers;
    private final Set<GroupResource> builtIn;
    private final Map<GroupResource, FollowedResource> resources = new ConcurrentHashMap<>();
    private final Map<GroupResource, Informer> informers = new ConcurrentHashMap<>();
    private final Map<GroupKind, FollowedResource> byKind = new ConcurrentHashMap<>();
    private final List<Function<FollowedResource, ObjectHandler>> handlers =
            new CopyOnWriteArrayList<>();
    private final List<Consumer<FollowedResource>> listeners = new CopyOnWriteArrayList<>();

    /// @param served the built-in resources, preferred versions first
    public MetadataInformers(Informers factory, Timers timers, Collection<ResourceType> served) {
        this.factory = factory;
        this.timers = timers;
        List<FollowedResource> first = FollowedResource.builtIn(served);
        this.builtIn =
                first.stream()
                        .map(FollowedResource::groupResource)
                        .collect(Collectors.toUnmodifiableSet());
        for (FollowedResource resource : first) {
            note(resource);
            if (!resource.resource().resource().equals(Resources.EVENTS.resource())) {
                informers.put(resource.groupResource(), indexed(factory.with(options(resource))));
            }
        }
        factory.with(DefinitionFollower.options())
                .withHandler(new DefinitionFollower(new Custom()));
    }

    private InformerOptions options(FollowedResource resource) {
        return InformerOptions.all(resource.resource()).withTransform(this::outline);
    }

    private KubeObject outline(KubeObject object) {
        object.json().retain("apiVersion", "kind", "metadata");
        object.metadata()
                .retain(
                        "name",
                        "namespace",
                        "uid",
                        "resourceVersion",
                        "deletionTimestamp",
                        "ownerReferences",
                        "finalizers");
        return compact.apply(object);
    }

    private static Informer indexed(Informer informer) {
        return informer.withIndex(ObjectIndex.byUid())
                .withIndex(ObjectIndex.byOwner())
                .withIndex(BY_OWNER_KIND);
    }

    private void note(FollowedResource resource) {
        resources.put(resource.groupResource(), resource);
        byKind.put(resource.groupKind(), resource);
    }

    /// Adds a handler to each informer that there is or will be; must come before they start.
    public void withHandlers(Function<FollowedResource, ObjectHandler> more) {
        handlers.add(more);
        informers.forEach((name, informer) -> {
            FollowedResource resource = resources.get(name);
            if (resource != null) {
                informer.withHandler(more.apply(resource));
            }
        });
    }

    /// Calls back with each custom resource that is new, or is served in other versions than
    /// before; quickly, on the thread that learns of it. Must come before the informers start.
    public void onServed(Consumer<FollowedResource> listener) {
        listeners.add(listener);
    }

    /// Waits until the custom resources that are known by now are in the caches, at most for the
    /// given time; returns whether they are.
    public boolean awaitCustom(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        for (Informer informer : informers.values()) {
            if (!informer.awaitSynced(Duration.ofNanos(deadline - System.nanoTime()))) {
                return false;
            }
        }
        return true;
    }

    /// Every resource that can be deleted, events included.
    public List<FollowedResource> resources() {
        return List.copyOf(resources.values());
    }

    /// Whether the resource is among [#resources].
    public boolean knows(GroupResource resource) {
        return resources.containsKey(resource);
    }

    /// The resource whose objects can be read as this kind in its version.
    public Optional<FollowedResource> resource(GroupVersionKind kind) {
        return Optional.ofNullable(byKind.get(GroupKind.of(kind)))
                .filter(resource -> resource.versions().contains(kind.version()));
    }

    /// How many objects of a resource a namespace holds.
    public long count(GroupResource resource, String namespace) {
        Informer informer = informers.get(resource);
        return informer == null ? 0 : informer.cache().inNamespace(namespace).size();
    }

    /// The object with this uid, if it is of this resource.
    public Optional<KubeObject> find(GroupResource resource, String uid) {
        Informer informer = informers.get(resource);
        return informer == null
                ? Optional.empty()
                : informer.cache().find(ObjectIndex.byUid(), uid).stream().findFirst();
    }

    /// The object with this uid, whatever it is.
    public Optional<Located> find(String uid) {
        return found(ObjectIndex.byUid(), uid).stream().findFirst();
    }

    /// All objects that name this uid among their owners.
    public List<Located> dependents(String ownerUid) {
        return found(ObjectIndex.byOwner(), ownerUid);
    }

    /// All objects that name an owner of this resource's kind, in whatever version.
    public List<Located> dependents(FollowedResource owners) {
        return found(BY_OWNER_KIND, owners.groupKind().toString());
    }

    private List<Located> found(ObjectIndex index, String value) {
        List<Located> found = new ArrayList<>();
        informers.forEach((name, informer) -> {
            FollowedResource resource = resources.get(name);
            if (resource != null) {
                for (KubeObject object : informer.cache().find(index, value)) {
                    found.add(new Located(resource.resource(), object));
                }
            }
        });
        return found;
    }

    /// An object, and where it is.
    public record Located(GroupVersionResource resource, KubeObject object) {}

    /// Changes come one at a time, from the definitions' informer and the timers.
    private final class Custom implements DefinitionFollower.CustomResources {
        @Override
        public synchronized void served(FollowedResource newest) {
            if (builtIn.contains(newest.groupResource())) {
                return;
            }
            FollowedResource before = resources.get(newest.groupResource());
            FollowedResource now = before == null ? newest : newest.readAs(before);
            if (now.equals(before)) {
                return;
            }
            if (before != null && !now.isReadAs(before)) {
                byKind.remove(before.groupKind());
                leave(before.groupResource(), Informer::end);
            }
            note(now);
            if (!informers.containsKey(now.groupResource())) {
                follow(now);
            }
            listeners.forEach(listener -> listener.accept(now));
        }

        private void follow(FollowedResource resource) {
            Informer informer = indexed(factory.apart(options(resource)));
            handlers.forEach(handler -> informer.withHandler(handler.apply(resource)));
            informers.put(resource.groupResource(), informer);
            informer.start();
        }

        @Override
        public synchronized void hidden(GroupResource name) {
            FollowedResource before = forget(name);
            if (before != null) {
                byKind.remove(before.groupKind());
                leave(name, Informer::close);
            }
        }

        @Override
        public synchronized void gone(GroupResource name) {
            FollowedResource before = forget(name);
            if (before != null) {
                var _ = timers.after(AFTERMATH, () -> forgetKind(before));
                leave(name, Informer::end);
            }
        }

        /// Unless the kind is served again.
        private synchronized void forgetKind(FollowedResource gone) {
            if (!resources.containsKey(gone.groupResource())) {
                byKind.remove(gone.groupKind());
            }
        }

        private @Nullable FollowedResource forget(GroupResource name) {
            return builtIn.contains(name) ? null : resources.remove(name);
        }

        private void leave(GroupResource name, Consumer<Informer> farewell) {
            Informer informer = informers.remove(name);
            if (informer != null) {
                factory.letGo(informer);
                farewell.accept(informer);
            }
        }
    }
}
