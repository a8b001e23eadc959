package dev.purser.external.sync;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.event.EventRecorder;
import dev.purser.controllers.object.JsonEquality;
import dev.purser.controllers.object.Owners;
import dev.purser.controllers.object.Resources;
import dev.purser.external.resource.Marks;
import dev.purser.external.secret.SecretValue;
import dev.purser.external.template.Rendered;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// Reads and writes the Secrets of ExternalSecrets: only what differs, and only what it may.
final class TargetSecret {
    /// Kubernetes' own limit of a Secret's data (`core.MaxSecretSize`).
    private static final long SIZE_MAX = 1024 * 1024;

    private final Api api;
    private final ManagedSecrets managed;
    private final ChangePace pace;
    private final EventRecorder events;
    private final SecretCheck rules = new SecretCheck();

    TargetSecret(Api api, ManagedSecrets managed, ChangePace pace, EventRecorder events) {
        this.api = api;
        this.pace = pace;
        this.managed = managed;
        this.events = events;
    }

    /// Forgets an ExternalSecret that is gone.
    void forget(ObjectKey owner) {
        pace.forget(owner);
    }

    /// How long the Secret's next change has to wait, since it changed so often; zero mostly.
    Duration untilNextChange(ExternalSecret owner) {
        Duration wait = pace.untilNext(owner);
        if (wait.isPositive() && pace.isNews(owner)) {
            events.warning(
                    owner.object(),
                    "ChangesOften",
                    SyncMessages.EVENT_CHANGES_OFTEN.formatted(
                            owner.targetName(),
                            ChangePace.AT_ONCE,
                            ChangePace.INTERVAL.toSeconds()));
        }
        return wait;
    }

    Optional<KubeObject> read(ExternalSecret owner) {
        return read(new ObjectKey(owner.object().namespace(), owner.targetName()));
    }

    private Optional<KubeObject> read(ObjectKey key) {
        try {
            return Optional.of(api.get(Resources.SECRETS, key.namespace(), key.name()));
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Whether a Secret is as it was written.
    static boolean isUntouched(KubeObject secret) {
        return secret.labels().getOrDefault(Marks.MANAGED, "").equals(Marks.MANAGED_VALUE)
                && secret.annotations()
                        .getOrDefault(Marks.DATA_HASH, "")
                        .equals(GoHash.ofData(secret));
    }

    /// Makes or changes the Secret; returns whether there was anything to do.
    boolean write(ExternalSecret owner, Optional<KubeObject> existing, Rendered contents)
            throws SyncException {
        checkSize(contents);
        if (existing.isPresent()) {
            Ownership.check(owner, existing.get());
        }
        KubeObject planned = new SecretPlan(owner, existing).with(contents);
        rules.check(planned, names(owner, contents));
        return existing.isEmpty() ? create(owner, planned) : update(owner, existing.get(), planned);
    }

    /// Keys that may be shown: those that the specification names and, without a template, those
    /// that the provider has.
    private static Set<String> names(ExternalSecret owner, Rendered contents) {
        return owner.template().isEmpty() ? contents.data().keySet() : owner.names();
    }

    private static void checkSize(Rendered contents) throws SyncException {
        long size = contents.data().values().stream().mapToLong(SecretValue::size).sum();
        if (size > SIZE_MAX) {
            throw SyncException.passing(
                    SyncMessages.UPDATE_FAILED,
                    "the data have %d bytes, and a Secret holds %d".formatted(size, SIZE_MAX));
        }
    }

    private boolean create(ExternalSecret owner, KubeObject planned) throws SyncException {
        pace.count(owner);
        try {
            var _ = api.create(Resources.SECRETS, planned);
        } catch (StatusException e) {
            throw refused(e);
        }
        events.normal(owner.object(), "Created", SyncMessages.EVENT_CREATED);
        return true;
    }

    private boolean update(ExternalSecret owner, KubeObject existing, KubeObject planned)
            throws SyncException {
        if (JsonEquality.same(existing.json(), planned.json())) {
            pace.rested(owner);
            return false;
        }
        pace.count(owner);
        if (existing.json().path("immutable").asBoolean(false)) {
            updateImmutable(existing, planned);
        } else {
            replace(planned);
        }
        events.normal(owner.object(), "Updated", SyncMessages.EVENT_UPDATED);
        return true;
    }

    /// Of an immutable Secret, metadata alone can change.
    private void updateImmutable(KubeObject existing, KubeObject planned) throws SyncException {
        KubeObject allowed = existing.copy();
        ObjectNode metadata = planned.metadata().deepCopy();
        metadata.withObject("annotations").put(Marks.DATA_HASH, GoHash.ofData(existing));
        allowed.json().set("metadata", metadata);
        if (!JsonEquality.same(existing.json(), allowed.json())) {
            replace(allowed);
        }
        if (!sameContents(existing, planned)) {
            throw SyncException.lasting(
                    SyncMessages.IMMUTABLE,
                    "unable to update secret %s: secret is immutable".formatted(existing.name()));
        }
    }

    private static boolean sameContents(KubeObject left, KubeObject right) {
        return JsonEquality.same(left.json().path("data"), right.json().path("data"))
                && left.json().path("type").equals(right.json().path("type"));
    }

    private void replace(KubeObject planned) throws SyncException {
        try {
            var _ = api.update(Resources.SECRETS, planned);
        } catch (StatusException e) {
            throw refused(e);
        }
    }

    /// Conflicts are tried again at once; the rest is said.
    private static SyncException refused(StatusException e) {
        if (e.reason() == StatusReason.CONFLICT || e.reason() == StatusReason.ALREADY_EXISTS) {
            throw e;
        }
        return SyncException.passing(SyncMessages.UPDATE_FAILED, Refusal.of(e));
    }

    /// Deletes the Secret if it is the owner's.
    void delete(ExternalSecret owner, KubeObject secret) throws SyncException {
        if (!Owners.isControlledBy(secret, owner.object())) {
            throw SyncException.lasting(
                    SyncMessages.DELETE_FAILED,
                    "secret \"%s\" is not owned by this ExternalSecret".formatted(secret.name()));
        }
        delete(secret);
        events.normal(owner.object(), "Deleted", SyncMessages.DELETED);
    }

    /// Deletes Secrets of earlier names of the target. The cache may not know yet the one that was
    /// made last, which the status names.
    void deleteOrphaned(ExternalSecret owner) {
        Set<ObjectKey> earlier = new LinkedHashSet<>(managed.ownedBy(owner));
        owner.boundName()
                .ifPresent(name -> earlier.add(new ObjectKey(owner.object().namespace(), name)));
        for (ObjectKey key : earlier) {
            if (!key.name().equals(owner.targetName())) {
                delete(owner, key);
            }
        }
    }

    private void delete(ExternalSecret owner, ObjectKey key) {
        Optional<KubeObject> orphan = read(key);
        if (orphan.isPresent() && Owners.isControlledBy(orphan.get(), owner.object())) {
            delete(orphan.get());
            events.normal(owner.object(), "Deleted", SyncMessages.EVENT_ORPHAN_DELETED);
        }
    }

    /// Deletes the Secret of an ExternalSecret that goes away, if it owns it.
    void deleteWithOwner(ExternalSecret owner) {
        read(owner)
                .filter(secret -> Owners.isControlledBy(secret, owner.object()))
                .ifPresent(this::delete);
    }

    private void delete(KubeObject secret) {
        api.deleteIfExists(Resources.SECRETS, secret);
    }
}
