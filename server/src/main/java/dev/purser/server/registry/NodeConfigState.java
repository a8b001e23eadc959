package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.node.ConfigFeed;
import dev.purser.server.authz.node.NodeGraph;
import dev.purser.server.object.StoredObject;
import dev.purser.server.watch.Disclosure;
import dev.purser.server.watch.WatchItem;
import dev.purser.store.Change;
import dev.purser.store.Entry;
import dev.purser.store.RevisionCache;
import dev.purser.store.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What one configuration feed knows: which objects the pods of its node name, and what has been
/// told of each. Turns changes of the store into what the reader is told. Not thread-safe.
///
/// An object that begins to be named is read as it is now, which may be newer than the change that
/// is looked at; changes of it that the reading has seen already are passed over when they come.
final class NodeConfigState {
    private final RevisionCache cache;
    private final Served served;
    private final String node;
    private final Disclosure disclosure;
    private final Map<String, Set<NodeGraph.Vertex>> named = new HashMap<>();
    private final Map<String, Integer> pods = new HashMap<>();
    private final Map<String, Told> told = new HashMap<>();
    private final Deque<WatchItem> items = new ArrayDeque<>();

    NodeConfigState(RevisionCache cache, Served served, String node, Disclosure disclosure) {
        this.cache = cache;
        this.served = served;
        this.node = node;
        this.disclosure = disclosure;
    }

    /// The resources that matter.
    record Served(ServedResource pods, ServedResource configMaps, ServedResource secrets) {
        ServedResource of(NodeGraph.Vertex object) {
            return object.kind() == NodeGraph.Kind.SECRET ? secrets : configMaps;
        }

        String key(NodeGraph.Vertex object) {
            return of(object).keys().of(object.namespace(), object.name());
        }
    }

    /// What the reader knows of an object.
    ///
    /// @param revision changes up to this one are part of it
    private record Told(NodeGraph.Vertex object, Presence presence, long revision) {}

    private enum Presence {
        ABSENT,
        PRESENT,
        /// There, and of no more interest.
        IMMUTABLE
    }

    /// What is to be told and was not yet; the caller takes it out.
    Deque<WatchItem> items() {
        return items;
    }

    /// Takes in a pod that was there in the beginning.
    void see(Entry pod) {
        follow(pod.key(), references(served.pods().shown(pod)), pod.modRevision());
    }

    /// Takes in a change; returns whether it was one of a pod of the node.
    boolean see(RevisionCache.WatchEvent event) {
        String key = event.change().key();
        if (!key.startsWith(served.pods().keys().prefix())) {
            seeConfig(key, event);
            return false;
        }
        Entry current = event.change().current();
        boolean was = named.containsKey(key);
        Optional<Set<NodeGraph.Vertex>> now =
                current == null ? Optional.empty() : references(served.pods().shown(current));
        follow(key, now, event.revision());
        return was || now.isPresent();
    }

    /// What a pod names; empty for one that is not on the node.
    private Optional<Set<NodeGraph.Vertex>> references(StoredObject pod) {
        return node.equals(served.pods().fields(pod).get("spec.nodeName"))
                ? Optional.of(NodeGraph.configOf(pod.toObject()))
                : Optional.empty();
    }

    private void follow(String pod, Optional<Set<NodeGraph.Vertex>> references, long revision) {
        Set<NodeGraph.Vertex> now = references.orElse(Set.of());
        Set<NodeGraph.Vertex> before = named.getOrDefault(pod, Set.of());
        if (references.isPresent()) {
            named.put(pod, now);
        } else {
            named.remove(pod);
        }
        for (NodeGraph.Vertex object : without(now, before)) {
            begin(object);
        }
        for (NodeGraph.Vertex object : without(before, now)) {
            end(object, revision);
        }
    }

    private static Set<NodeGraph.Vertex> without(
            Set<NodeGraph.Vertex> all, Set<NodeGraph.Vertex> others) {
        Set<NodeGraph.Vertex> rest = new HashSet<>(all);
        rest.removeAll(others);
        return rest;
    }

    /// One pod more names an object.
    private void begin(NodeGraph.Vertex object) {
        String key = served.key(object);
        pods.merge(key, 1, Integer::sum);
        Told known = told.get(key);
        if (known == null && object.kind() == NodeGraph.Kind.SECRET) {
            disclosure.begins(object.namespace(), object.name());
        }
        if (known == null || known.presence() == Presence.IMMUTABLE) {
            read(key, object, known);
        }
    }

    private void read(String key, NodeGraph.Vertex object, @Nullable Told known) {
        long revision = cache.revision();
        Entry entry = cache.get(key).orElse(null);
        if (entry == null) {
            told.put(key, new Told(object, Presence.ABSENT, revision));
            items.add(new WatchItem.Deleted(nameOf(object, revision, "")));
        } else if (known == null || known.revision() < entry.modRevision()) {
            StoredObject shown = served.of(object).shown(entry);
            Presence presence = presence(shown);
            told.put(key, new Told(object, presence, Math.max(revision, entry.modRevision())));
            items.add(new WatchItem.Added(shown));
        }
    }

    /// One pod less names an object.
    private void end(NodeGraph.Vertex object, long revision) {
        String key = served.key(object);
        if (pods.merge(key, -1, NodeConfigState::sumOrNothing) == null) {
            told.remove(key);
            items.add(new WatchItem.Deleted(nameOf(object, revision, ConfigFeed.UNREFERENCED)));
        }
    }

    private static @Nullable Integer sumOrNothing(Integer count, Integer change) {
        int sum = count + change;
        return sum == 0 ? null : sum;
    }

    private void seeConfig(String key, RevisionCache.WatchEvent event) {
        Told known = told.get(key);
        if (known == null
                || known.presence() == Presence.IMMUTABLE
                || event.revision() <= known.revision()) {
            return;
        }
        NodeGraph.Vertex object = known.object();
        Entry current = event.change().current();
        if (current == null) {
            told.put(key, new Told(object, Presence.ABSENT, event.revision()));
            items.add(new WatchItem.Deleted(last(object, event)));
        } else {
            StoredObject shown =
                    served.of(object).shown(StoredObject.of(current.value(), event.revision()));
            told.put(key, new Told(object, presence(shown), event.revision()));
            items.add(
                    known.presence() == Presence.ABSENT
                            ? new WatchItem.Added(shown)
                            : new WatchItem.Modified(shown));
        }
    }

    private StoredObject last(NodeGraph.Vertex object, RevisionCache.WatchEvent event) {
        Change.KeyChange change = event.change();
        Entry previous = change.previous();
        Value last = change.lastValue();
        if (last == null && previous != null) {
            last = previous.value();
        }
        return last == null
                ? nameOf(object, event.revision(), "")
                : served.of(object).shown(StoredObject.of(last, event.revision()));
    }

    private static Presence presence(StoredObject object) {
        return object.toObject().json().path("immutable").asBoolean(false)
                ? Presence.IMMUTABLE
                : Presence.PRESENT;
    }

    /// An object that has nothing but its name.
    ///
    /// @param annotation empty for none
    private StoredObject nameOf(NodeGraph.Vertex object, long revision, String annotation) {
        ServedResource resource = served.of(object);
        KubeObject name = KubeObject.named(resource.kind(), object.namespace(), object.name());
        if (!annotation.isEmpty()) {
            name.metadata().putObject("annotations").put(annotation, "true");
        }
        return StoredObject.of(resource.encode(name), revision);
    }
}
