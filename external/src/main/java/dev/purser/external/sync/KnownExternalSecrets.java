package dev.purser.external.sync;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.CompactObjects;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.InformerOptions;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectIndex;
import dev.purser.client.cache.ObjectKey;
import dev.purser.controllers.object.Owners;
import dev.purser.external.resource.ExternalResources;
import dev.purser.external.store.StoreKind;
import dev.purser.external.store.StoreRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// All ExternalSecrets as far as they are kept in memory: names, the stores and keys they read, the
/// Secrets they write, and the outcome of their last synchronisation.
final class KnownExternalSecrets {
    private static final String VERSION = "version";
    private static final String TARGET = "target";
    private static final String STORES = "stores";
    private static final String READS = "reads";
    private static final String SEARCHES = "searches";
    private static final String WAKEABLE = "wakeable";
    private static final String FOLLOWING = "following";
    private static final String READY = "ready";
    private static final String MAKER = "maker";

    private static final ObjectIndex BY_STORE =
            new ObjectIndex("store", known -> texts(known.json().path(STORES)));
    private static final ObjectIndex BY_TARGET =
            new ObjectIndex(
                    TARGET,
                    known ->
                            List.of(
                                    target(
                                            known.namespace(),
                                            known.json().path(TARGET).asString(""))));

    private final ObjectCache cache;

    KnownExternalSecrets(Informer informer) {
        this.cache = informer.withIndex(BY_STORE).withIndex(BY_TARGET).cache();
    }

    /// What an informer for them follows and keeps.
    static InformerOptions options() {
        CompactObjects compact = new CompactObjects();
        return InformerOptions.all(ExternalResources.EXTERNAL_SECRETS)
                .withTransform(object -> compact.apply(outline(object)));
    }

    private static KubeObject outline(KubeObject object) {
        ExternalSecret full = new ExternalSecret(object);
        ObjectNode json = object.json();
        json.put(VERSION, full.version()).put(TARGET, full.targetName());
        boolean wakeable = full.isPolled() || full.refresh() == ExternalSecret.Refresh.ON_CHANGE;
        json.put(WAKEABLE, wakeable);
        json.put(FOLLOWING, full.isPolled());
        json.put(READY, full.ready().map(ready -> ready.path("status").asString("")).orElse(""));
        ArrayNode stores = json.putArray(STORES);
        full.stores().forEach(store -> stores.add(id(store)));
        reads(full);
        Owners.controllerOf(object)
                .filter(owner -> owner.path("kind").asString("").equals("ClusterExternalSecret"))
                .ifPresent(owner -> json.put(MAKER, owner.path("name").asString("")));
        json.retain(
                "apiVersion",
                "kind",
                "metadata",
                VERSION,
                TARGET,
                WAKEABLE,
                FOLLOWING,
                READY,
                STORES,
                READS,
                SEARCHES,
                MAKER);
        object.metadata()
                .retain("name", "namespace", "uid", "resourceVersion", "deletionTimestamp");
        return object;
    }

    private static void reads(ExternalSecret full) {
        ObjectNode json = full.object().json();
        Set<String> reads = new TreeSet<>();
        Set<String> searches = new TreeSet<>();
        for (JsonNode entry : full.data()) {
            full.store(entry).ifPresent(store -> reads.add(read(store, entry.path("remoteRef"))));
        }
        for (JsonNode entry : full.dataFrom()) {
            full.store(entry)
                    .ifPresent(store -> {
                        if (entry.path("extract").isObject()) {
                            reads.add(read(store, entry.path("extract")));
                        } else if (entry.path("find").isObject()) {
                            searches.add(id(store));
                        }
                    });
        }
        reads.forEach(json.putArray(READS)::add);
        searches.forEach(json.putArray(SEARCHES)::add);
    }

    private static String read(StoreRef store, JsonNode remote) {
        return id(store) + "\n" + remote.path("key").asString("");
    }

    private static String id(StoreRef store) {
        return store.kind().kind() + "/" + store.namespace() + "/" + store.name();
    }

    private static String target(String namespace, String name) {
        return namespace + "/" + name;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>(array.size());
        array.forEach(element -> texts.add(element.asString("")));
        return texts;
    }

    /// Whether there is one of this name.
    boolean contains(ObjectKey key) {
        return cache.get(key).isPresent();
    }

    /// Whether values are fetched when somebody asks for it.
    boolean isWakeable(ObjectKey key) {
        return cache.get(key)
                .filter(known -> known.json().path(WAKEABLE).asBoolean(false))
                .isPresent();
    }

    /// Whether what changes in a store is followed: with `OnChange`, only what changes in the
    /// ExternalSecret.
    private static boolean isFollowing(KubeObject known) {
        return known.json().path(FOLLOWING).asBoolean(false);
    }

    /// The lane that it waits in: that of the store it reads most; empty without one.
    String lane(ObjectKey key) {
        Optional<KubeObject> known = cache.get(key);
        return known.isEmpty() ? "" : known.get().json().path(STORES).path(0).asString("");
    }

    /// The stores that it reads from.
    List<StoreRef> storesOf(ObjectKey key) {
        List<StoreRef> stores = new ArrayList<>();
        cache.get(key)
                .ifPresent(known ->
                        known.json()
                                .path(STORES)
                                .forEach(store -> {
                                    String[] parts = store.asString("").split("/", -1);
                                    StoreKind.of(parts[0])
                                            .ifPresent(kind ->
                                                    stores.add(
                                                            new StoreRef(
                                                                    kind, parts[1], parts[2])));
                                }));
        return stores;
    }

    /// Those that write to a Secret.
    List<ObjectKey> writersOf(KubeObject secret) {
        return cache.find(BY_TARGET, target(secret.namespace(), secret.name())).stream()
                .map(ObjectKey::of)
                .toList();
    }

    /// Those that read from a store.
    List<ObjectKey> readersOf(StoreRef store) {
        return cache.find(BY_STORE, id(store)).stream().map(ObjectKey::of).toList();
    }

    /// Those that a change in a store concerns, and that follow it.
    ///
    /// @param keys what changed; empty when that is not known
    List<ObjectKey> concernedBy(StoreRef store, Optional<Set<String>> keys) {
        return cache.find(BY_STORE, id(store)).stream()
                .filter(KnownExternalSecrets::isFollowing)
                .filter(known -> keys.isEmpty() || concerns(known, id(store), keys.get()))
                .map(ObjectKey::of)
                .toList();
    }

    private static boolean concerns(KubeObject known, String store, Set<String> keys) {
        for (JsonNode search : known.json().path(SEARCHES)) {
            if (search.asString("").equals(store)) {
                return true;
            }
        }
        for (JsonNode read : known.json().path(READS)) {
            String text = read.asString("");
            if (text.startsWith(store + "\n") && names(text.substring(store.length() + 1), keys)) {
                return true;
            }
        }
        return false;
    }

    /// Paths may be told from further up than they are read from, or the other way round.
    private static boolean names(String read, Set<String> keys) {
        if (keys.contains(read)) {
            return true;
        }
        return keys.stream().anyMatch(key -> key.endsWith("/" + read) || read.endsWith("/" + key));
    }

    /// The ClusterExternalSecret that made it.
    static Optional<String> makerOf(KubeObject known) {
        return Optional.of(known.json().path(MAKER).asString("")).filter(name -> !name.isEmpty());
    }

    /// Whether a change of the object asks for work: anything but its status did change.
    static boolean isNews(KubeObject before, KubeObject after) {
        return !before.uid().equals(after.uid())
                || !before.json().path(VERSION).equals(after.json().path(VERSION))
                || before.deletionTimestamp().isPresent() != after.deletionTimestamp().isPresent();
    }

    /// The status of the condition Ready of all that have one.
    void forEachReady(ReadyVisitor visitor) {
        for (KubeObject known : cache.list()) {
            String ready = known.json().path(READY).asString("");
            if (!ready.isEmpty()) {
                visitor.visit(ObjectKey.of(known), ready);
            }
        }
    }

    /// Is shown conditions.
    @FunctionalInterface
    interface ReadyVisitor {
        void visit(ObjectKey key, String status);
    }
}
