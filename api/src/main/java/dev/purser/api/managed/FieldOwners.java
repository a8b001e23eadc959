package dev.purser.api.managed;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.ObjectSchema;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Keeps `metadata.managedFields` as writes go by. Thread-safe.
public final class FieldOwners {
    /// What nobody owns: what names the object, and what the server alone writes.
    static final FieldSet UNOWNED =
            FieldSet.of(
                    "apiVersion",
                    "kind",
                    "metadata",
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.creationTimestamp",
                    "metadata.selfLink",
                    "metadata.uid",
                    "metadata.clusterName",
                    "metadata.generation",
                    "metadata.managedFields",
                    "metadata.resourceVersion");

    private final InstantSource clock;

    public FieldOwners(InstantSource clock) {
        this.clock = clock;
    }

    /// Records a create in the metadata of the new object.
    ///
    /// Comes after decoding and defaulting and before admission. System fields that a client may
    /// not set are already gone.
    public void recordCreate(KubeObject created, ObjectSchema schema, FieldWriter writer) {
        KubeObject nothing = KubeObject.of(created.json().objectNode());
        ObjectNode metadata = created.metadata();
        Ownerships owners =
                Ownerships.isReset(metadata) ? new Ownerships() : Ownerships.read(metadata);
        record(nothing, created, schema, new Recording(owners, writer));
    }

    /// Records an update, also one by a JSON, merge or strategic merge patch, in the metadata of
    /// the updated object.
    ///
    /// Comes after decoding and defaulting and before admission. A list of one empty entry in the
    /// updated object clears the owners; no list, or none that makes sense, keeps those of the
    /// stored object. Once an object has no owners, updates record none.
    public void recordUpdate(
            KubeObject stored, KubeObject updated, ObjectSchema schema, FieldWriter writer) {
        Ownerships owners = ownersForUpdate(stored, updated, writer);
        if (owners.isEmpty()) {
            Ownerships.removeFrom(updated.metadata());
            return;
        }
        record(stored, updated, schema, new Recording(owners, writer));
    }

    private static Ownerships ownersForUpdate(
            KubeObject stored, KubeObject updated, FieldWriter writer) {
        if (writer.subresource().isEmpty()) {
            if (Ownerships.isReset(updated.metadata())) {
                return new Ownerships();
            }
            Ownerships sent = Ownerships.read(updated.metadata());
            if (!sent.isEmpty()) {
                return sent;
            }
        }
        return Ownerships.read(stored.metadata());
    }

    private record Recording(Ownerships owners, FieldWriter writer) {}

    private void record(
            KubeObject before, KubeObject after, ObjectSchema schema, Recording recording) {
        Ownerships owners = recording.owners;
        FieldWriter writer = recording.writer;
        Ownerships.removeFrom(after.metadata());
        VersionedChanges changes =
                new VersionedChanges(withoutOwners(before), after.json(), Shape.of(schema), writer);
        FieldSet taken = changes.own().written().difference(UNOWNED);
        if (taken.mentions(PathElement.key(Map.of()))) {
            // An item without its key: Kubernetes can record nothing of such a write.
            if (!owners.isEmpty()) {
                owners.writeTo(after.metadata());
            }
            return;
        }
        owners.takeAway(changes, Optional.empty());
        if (!taken.isEmpty()) {
            Ownership own =
                    new Ownership(
                            writer.name(),
                            Ownership.Operation.UPDATE,
                            writer.apiVersion(),
                            writer.subresource(),
                            now(),
                            taken);
            FieldSet had =
                    owners.find(own.identity()).map(Ownership::fields).orElse(FieldSet.EMPTY);
            owners.put(own.withFields(had.union(taken)));
        }
        owners.mergeOldest();
        owners.writeTo(after.metadata());
    }

    private static ObjectNode withoutOwners(KubeObject object) {
        if (!object.json().path("metadata").has("managedFields")) {
            return object.json();
        }
        ObjectNode shallow = object.json().objectNode();
        shallow.setAll(object.json());
        ObjectNode metadata = shallow.objectNode();
        metadata.setAll(object.metadata());
        Ownerships.removeFrom(metadata);
        shallow.set("metadata", metadata);
        return shallow;
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
