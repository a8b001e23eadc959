package dev.purser.api.managed;

import dev.purser.api.managed.OwnerVersions.Versioned;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// What one write changes, in the names of each version that an owner may have written in. Not
/// thread-safe.
final class VersionedChanges {
    private final ObjectNode before;
    private final ObjectNode after;
    private final FieldWriter writer;
    private final FieldChanges own;
    private final Map<String, FieldChanges> others = new HashMap<>();

    /// @param shape of both objects
    VersionedChanges(ObjectNode before, ObjectNode after, Shape shape, FieldWriter writer) {
        this.before = before;
        this.after = after;
        this.writer = writer;
        this.own = FieldChanges.between(before, after, shape).without(writer.ignored());
    }

    /// The changes in the writer's version.
    FieldChanges own() {
        return own;
    }

    /// The changes as an owner sees them.
    FieldChanges seenBy(Ownership owner) {
        return owner.apiVersion().equals(writer.apiVersion())
                ? own
                : others.computeIfAbsent(owner.apiVersion(), this::in);
    }

    /// An owner's fields whose values are still what the owner wrote.
    FieldSet leftTo(Ownership owner) {
        if (!writer.versions().isKnown(owner.apiVersion())) {
            return FieldSet.EMPTY;
        }
        FieldChanges changes = seenBy(owner);
        return owner.fields().difference(changes.written().union(changes.removed()));
    }

    private FieldChanges in(String apiVersion) {
        Optional<Versioned> old = writer.versions().in(before, apiVersion);
        Optional<Versioned> fresh = writer.versions().in(after, apiVersion);
        if (fresh.isEmpty()) {
            return own;
        }
        ObjectNode from = old.map(Versioned::json).orElse(before);
        return FieldChanges.between(from, fresh.get().json(), Shape.of(fresh.get().schema()))
                .without(writer.ignored());
    }
}
