package dev.purser.api.managed;

import dev.purser.api.meta.JsonEquality;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.schema.ObjectSchema;
import dev.purser.api.status.StatusErrors;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Server-side apply: a writer states the fields it wants, and owns those. Thread-safe.
///
/// What the writer stated before and leaves out now disappears unless somebody else owns it. A
/// field that another owns with another value is a conflict.
public final class ServerSideApply {
    private static final String BEFORE_FIRST_APPLY = "before-first-apply";

    private final InstantSource clock;

    public ServerSideApply(InstantSource clock) {
        this.clock = clock;
    }

    /// What to do about fields that others own.
    public enum OnConflict {
        FAIL,
        FORCE
    }

    /// An apply.
    ///
    /// @param stored the object as it is; empty for a create
    /// @param configuration what was sent, as it was sent: neither pruned nor defaulted
    public record Application(
            Optional<KubeObject> stored,
            KubeObject configuration,
            ObjectSchema schema,
            FieldWriter writer,
            OnConflict onConflict) {}

    /// Applies a configuration and returns the new object with its owners, not defaulted yet. It
    /// equals the stored one if nothing changes.
    ///
    /// @throws dev.purser.api.status.StatusException 409 with a cause for each field in conflict;
    ///   400 and 500 for configurations that do not fit the schema
    public KubeObject apply(Application application) {
        requireNoOwners(application.configuration);
        ConfigurationCheck.require(application.configuration, application.schema);
        if (!LastApplied.isFollowedBy(application.writer)) {
            return merge(application, FieldSet.EMPTY);
        }
        KubeObject merged = merge(application, LastApplied.owned(application));
        LastApplied.update(merged, application.configuration);
        return merged;
    }

    private static void requireNoOwners(KubeObject configuration) {
        if (configuration.json().get("metadata") instanceof ObjectNode metadata
                && metadata.hasNonNull("managedFields")) {
            throw StatusErrors.badRequest("metadata.managedFields must be nil");
        }
    }

    /// @param allowed fields that may be taken from others if there are no other conflicts
    private KubeObject merge(Application application, FieldSet allowed) {
        Shape shape = Shape.of(application.schema);
        ObjectNode live = liveOf(application);
        Ownerships owners = ownersOf(application, live, shape);
        Ownerships.removeFrom(KubeObject.of(live).metadata());

        Ownership own = newOwnership(application, shape);
        Optional<Ownership> previous = owners.find(own.identity());
        owners.put(own.withTime(previous.map(Ownership::time).orElse(null)));
        ObjectNode merged = ConfigurationMerge.merge(live, application.configuration.json(), shape);
        ObjectNode result =
                previous.isEmpty()
                        ? merged
                        : new AbandonedFields(application.writer, shape)
                                .remove(merged, previous.get(), owners);
        VersionedChanges changes = new VersionedChanges(live, result, shape, application.writer);
        if (application.onConflict == OnConflict.FAIL) {
            requireNoConflict(owners, own, changes, allowed);
        }
        owners.takeAway(changes, Optional.of(own.identity()));
        finish(owners, own.identity(), !JsonEquality.same(result, live));
        KubeObject object = KubeObject.of(result.deepCopy());
        owners.writeTo(object.metadata());
        return object;
    }

    /// Strips the writer's entry of what nobody owns, and notes the time of a change.
    private void finish(Ownerships owners, Ownership.Identity own, boolean changed) {
        Optional<Ownership> settled = owners.find(own);
        settled.ifPresent(entry -> {
            owners.remove(own);
            FieldSet fields = entry.fields().difference(FieldOwners.UNOWNED);
            if (!fields.isEmpty()) {
                Ownership stripped = entry.withFields(fields);
                owners.put(changed ? stripped.withTime(now()) : stripped);
            }
        });
    }

    private static ObjectNode liveOf(Application application) {
        return application
                .stored
                .map(stored -> stored.copy().json())
                .orElseGet(() -> {
                    ObjectNode empty = JsonNodeFactory.instance.objectNode();
                    ObjectNode given = application.configuration.json();
                    empty.set("apiVersion", given.path("apiVersion"));
                    empty.set("kind", given.path("kind"));
                    return empty;
                });
    }

    /// The stored owners. An object that has none got its fields from somebody before the first
    /// apply, who owns them from now on.
    private Ownerships ownersOf(Application application, ObjectNode live, Shape shape) {
        Ownerships owners = Ownerships.read(KubeObject.of(live).metadata());
        if (owners.isEmpty() && application.stored.isPresent()) {
            FieldSet fields =
                    FieldChanges.between(JsonNodeFactory.instance.objectNode(), live, shape)
                            .without(application.writer.ignored())
                            .written()
                            .difference(FieldOwners.UNOWNED);
            if (!fields.isEmpty()) {
                owners.put(
                        new Ownership(
                                BEFORE_FIRST_APPLY,
                                Ownership.Operation.UPDATE,
                                application.writer.apiVersion(),
                                application.writer.subresource(),
                                now(),
                                fields));
            }
        }
        return owners;
    }

    private static Ownership newOwnership(Application application, Shape shape) {
        FieldWriter writer = application.writer;
        FieldSet given =
                GivenFields.of(application.configuration.json(), shape).without(writer.ignored());
        return new Ownership(
                writer.name(),
                Ownership.Operation.APPLY,
                writer.apiVersion(),
                writer.subresource(),
                null,
                given);
    }

    private static void requireNoConflict(
            Ownerships owners, Ownership own, VersionedChanges changes, FieldSet allowed) {
        ApplyConflicts conflicts = new ApplyConflicts();
        for (Ownership owner : owners.all()) {
            if (!owner.identity().equals(own.identity())) {
                FieldSet taken = owner.fields().intersection(changes.seenBy(owner).written());
                conflicts.add(owner, taken.difference(allowed));
            }
        }
        conflicts.throwIfAny();
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
