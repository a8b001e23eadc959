package dev.purser.api.managed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// All owners of an object's fields while a write changes them. Not thread-safe.
final class Ownerships {
    private static final String FIELD = "managedFields";

    /// How many owners by update an object keeps; the oldest are merged beyond that.
    private static final int UPDATERS_MAX = 10;

    private static final String MERGED_NAME = "ancient-changes";
    private static final Comparator<Ownership> BY_AGE =
            Comparator.comparing(
                    (Ownership entry) -> entry.time() == null ? "" : entry.time(),
                    Comparator.naturalOrder());
    private static final Comparator<Ownership> ORDER =
            Comparator.comparing(Ownership::operation)
                    .thenComparing(BY_AGE)
                    .thenComparing(Ownership::manager)
                    .thenComparing(Ownership::apiVersion)
                    .thenComparing(Ownership::subresource);

    private final Map<Ownership.Identity, Ownership> entries = new LinkedHashMap<>();

    /// Reads the owners out of an object's metadata; none when an entry makes no sense.
    static Ownerships read(ObjectNode metadata) {
        Ownerships result = new Ownerships();
        for (JsonNode item : metadata.path(FIELD)) {
            Optional<Ownership> entry = Ownership.fromJson(item);
            if (entry.isEmpty()) {
                return new Ownerships();
            }
            result.put(entry.get());
        }
        return result;
    }

    /// Whether a client asks to forget all owners, by a list that is empty or of one empty entry.
    static boolean isReset(ObjectNode metadata) {
        JsonNode list = metadata.path(FIELD);
        return list.isArray() && (list.isEmpty() || (list.size() == 1 && list.path(0).isEmpty()));
    }

    static void removeFrom(ObjectNode metadata) {
        metadata.remove(FIELD);
    }

    /// Writes the owners into an object's metadata, in Kubernetes' order.
    void writeTo(ObjectNode metadata) {
        write(entries.values(), metadata);
    }

    /// As [#writeTo], of entries that may name an owner twice.
    static void write(Collection<Ownership> owners, ObjectNode metadata) {
        if (owners.isEmpty()) {
            metadata.remove(FIELD);
            return;
        }
        ArrayNode list = metadata.putArray(FIELD);
        owners.stream().sorted(ORDER).forEach(entry -> entry.writeTo(list.addObject()));
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    Collection<Ownership> all() {
        return List.copyOf(entries.values());
    }

    Optional<Ownership> find(Ownership.Identity identity) {
        return Optional.ofNullable(entries.get(identity));
    }

    void put(Ownership entry) {
        entries.put(entry.identity(), entry);
    }

    void remove(Ownership.Identity identity) {
        entries.remove(identity);
    }

    /// Takes fields away from every owner but one; owners of nothing are forgotten.
    void takeAway(VersionedChanges changes, Optional<Ownership.Identity> except) {
        for (Ownership entry : all()) {
            if (except.isEmpty() || !entry.identity().equals(except.get())) {
                FieldSet rest = changes.leftTo(entry);
                if (rest.isEmpty()) {
                    remove(entry.identity());
                } else {
                    put(entry.withFields(rest));
                }
            }
        }
    }

    /// Merges the oldest owners by update, version by version, until few enough are left.
    void mergeOldest() {
        List<Ownership> updaters =
                new ArrayList<>(
                        entries.values().stream()
                                .filter(entry -> entry.operation() == Ownership.Operation.UPDATE)
                                .sorted(BY_AGE.thenComparing(Ownership::manager))
                                .toList());
        int count = updaters.size();
        Map<String, Ownership> firstOfVersion = new LinkedHashMap<>();
        for (Ownership entry : updaters) {
            if (count <= UPDATERS_MAX) {
                return;
            }
            Ownership first = firstOfVersion.putIfAbsent(entry.apiVersion(), entry);
            if (first != null) {
                merge(first, entry);
                count--;
            }
        }
    }

    private void merge(Ownership first, Ownership entry) {
        Ownership.Identity bucket =
                new Ownership.Identity(
                        MERGED_NAME, Ownership.Operation.UPDATE, entry.apiVersion(), "");
        FieldSet merged = find(bucket).orElse(first).fields();
        remove(first.identity());
        remove(entry.identity());
        put(
                new Ownership(
                        MERGED_NAME,
                        Ownership.Operation.UPDATE,
                        entry.apiVersion(),
                        "",
                        entry.time(),
                        merged.union(entry.fields())));
    }
}
