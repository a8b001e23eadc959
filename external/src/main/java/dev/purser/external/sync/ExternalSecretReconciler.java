package dev.purser.external.sync;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.PatchType;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.event.EventRecorder;
import dev.purser.external.resource.ExternalResources;
import dev.purser.external.resource.Marks;
import dev.purser.external.secret.SecretValue;
import dev.purser.external.store.StorePool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Brings one ExternalSecret's Secret to what the provider has.
final class ExternalSecretReconciler {
    private static final Logger log = LoggerFactory.getLogger(ExternalSecretReconciler.class);

    private final Api api;
    private final Parts parts;
    private final StorePool stores;
    private final InstantSource clock;

    /// What the work is divided among.
    record Parts(
            DataFetcher fetcher,
            Contents contents,
            TargetSecret target,
            ManagedSecrets managed,
            SyncStatus status,
            EventRecorder events) {}

    ExternalSecretReconciler(Api api, Parts parts, StorePool stores, InstantSource clock) {
        this.api = api;
        this.parts = parts;
        this.stores = stores;
        this.clock = clock;
    }

    /// What became of it, and so when it is looked at again.
    sealed interface Outcome {
        /// There is nothing to look at any more.
        record Gone() implements Outcome {}

        /// Another controller's.
        record Foreign() implements Outcome {}

        /// The Secret is as it should be, and values were not fetched.
        record Unchanged(ExternalSecret externalSecret) implements Outcome {}

        /// Its Secret changes so often that the next change has to wait.
        record Postponed(Duration pause) implements Outcome {}

        record Synced(ExternalSecret externalSecret, Duration took) implements Outcome {}

        record Failed(ExternalSecret externalSecret, SyncException why, Duration took)
                implements Outcome {}
    }

    /// @param asked whether values are to be fetched though they need not yet
    Outcome reconcile(ObjectKey key, Asked asked) throws InterruptedException {
        Optional<KubeObject> found = read(key);
        if (found.isEmpty()) {
            parts.target().forget(key);
            return new Outcome.Gone();
        }
        ExternalSecret externalSecret = new ExternalSecret(found.get());
        if (externalSecret.isDeleting()) {
            goAway(externalSecret);
            return new Outcome.Gone();
        }
        if (externalSecret.stores().stream().anyMatch(stores::isForeign)) {
            return new Outcome.Foreign();
        }
        Instant now = clock.instant();
        boolean due =
                switch (asked) {
                    case BY_WORD -> true;
                    case BY_TIME -> !externalSecret.isHeldBack(now) || externalSecret.isDue(now);
                    case NO -> externalSecret.isDue(now);
                };
        if (!due && isKeptWell(externalSecret)) {
            return new Outcome.Unchanged(externalSecret);
        }
        Duration wait = parts.target().untilNextChange(externalSecret);
        if (wait.isPositive()) {
            return new Outcome.Postponed(wait);
        }
        keepUntilCleanedUp(externalSecret);
        return synchronize(externalSecret, due);
    }

    /// Whether somebody wants values to be fetched.
    enum Asked {
        NO,
        /// The time has come.
        BY_TIME,
        /// Somebody says that values have changed.
        BY_WORD
    }

    private Optional<KubeObject> read(ObjectKey key) {
        try {
            return Optional.of(
                    api.get(ExternalResources.EXTERNAL_SECRETS, key.namespace(), key.name()));
        } catch (StatusException e) {
            if (e.reason() == StatusReason.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// Whether the Secret needs nothing. The cache may be a moment behind; only when it says no,
    /// the Secret itself is looked at.
    private boolean isKeptWell(ExternalSecret owner) {
        return switch (owner.creation()) {
            case ORPHAN, NONE -> true;
            case OWNER, CREATE_OR_MERGE ->
                    isDeletedOnPurpose(owner)
                            || parts.managed().isUntouched(owner)
                            || parts.target()
                                    .read(owner)
                                    .filter(TargetSecret::isUntouched)
                                    .isPresent();
            case MERGE ->
                    parts.managed().isUntouched(owner)
                            || parts.target()
                                    .read(owner)
                                    .map(TargetSecret::isUntouched)
                                    .orElse(true);
        };
    }

    /// The provider had nothing, and the Secret went.
    private static boolean isDeletedOnPurpose(ExternalSecret owner) {
        return owner.ready()
                .filter(ready ->
                        ready.path("status").asString("").equals("True")
                                && ready.path("reason").asString("").equals("SecretDeleted"))
                .isPresent();
    }

    private Outcome synchronize(ExternalSecret owner, boolean due) throws InterruptedException {
        Instant started = clock.instant();
        try {
            SyncStatus.Success success = write(owner, due);
            parts.status().done(owner, success, started);
            return new Outcome.Synced(owner, Duration.between(started, clock.instant()));
        } catch (SyncException e) {
            return failed(owner, e, started);
        } catch (StatusException | ApiUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            // A defect met by one object is said there. Its text might hold what was fetched.
            String what = e.getClass().getSimpleName();
            log.error("external secret {} failed in an unexpected way: {}", owner, what);
            SyncException why =
                    SyncException.passing(
                            SyncMessages.UPDATE_FAILED,
                            "it failed in an unexpected way (%s)".formatted(what));
            return failed(owner, why, started);
        } catch (StackOverflowError e) {
            // Matching may recurse as deep as its expression is long.
            SyncException why =
                    SyncException.lasting(
                            SyncMessages.UPDATE_FAILED,
                            "a template or a regular expression takes too many steps within steps");
            return failed(owner, why, started);
        }
    }

    private Outcome failed(ExternalSecret owner, SyncException why, Instant started) {
        parts.status().failed(owner, why);
        return new Outcome.Failed(owner, why, Duration.between(started, clock.instant()));
    }

    private SyncStatus.Success write(ExternalSecret owner, boolean due)
            throws SyncException, InterruptedException {
        SpecificationRules.check(owner);
        if (owner.hasManifest()) {
            throw SyncException.lasting(
                    SyncMessages.UPDATE_FAILED,
                    "spec.target.manifest is not supported: values become Secrets alone");
        }
        Map<String, SecretValue> fetched = parts.fetcher().fetch(owner);
        Optional<KubeObject> existing = parts.target().read(owner);
        if (fetched.isEmpty()) {
            switch (owner.deletion()) {
                case DELETE -> {
                    delete(owner, existing);
                    return SyncStatus.Success.DELETED;
                }
                case RETAIN -> {
                    return SyncStatus.Success.RETAINED;
                }
                case MERGE -> {
                    // Only the keys go.
                }
            }
        }
        return write(owner, existing, fetched, due);
    }

    private void delete(ExternalSecret owner, Optional<KubeObject> existing) throws SyncException {
        if (owner.creation() != ExternalSecret.Creation.OWNER) {
            throw SyncException.lasting(
                    SyncMessages.DELETE_FAILED,
                    "unable to delete secret %s: creationPolicy=%s is not Owner"
                            .formatted(owner.targetName(), owner.creationName()));
        }
        if (existing.isPresent()) {
            parts.target().delete(owner, existing.get());
        }
    }

    private SyncStatus.Success write(
            ExternalSecret owner,
            Optional<KubeObject> existing,
            Map<String, SecretValue> fetched,
            boolean due)
            throws SyncException, InterruptedException {
        switch (owner.creation()) {
            case NONE -> {
                return SyncStatus.Success.SYNCED;
            }
            case MERGE -> {
                if (existing.isEmpty()) {
                    return SyncStatus.Success.MISSING;
                }
            }
            case OWNER -> parts.target().deleteOrphaned(owner);
            case ORPHAN, CREATE_OR_MERGE -> {
                // Made or changed.
            }
        }
        boolean changed =
                parts.target().write(owner, existing, parts.contents().of(owner, fetched));
        if (changed && !due) {
            parts.events()
                    .normal(
                            owner.object(),
                            "Restored",
                            SyncMessages.EVENT_RESTORED.formatted(owner.targetName()));
        }
        return SyncStatus.Success.SYNCED;
    }

    /// What is deleted with the provider's values is deleted with the ExternalSecret as well,
    /// before it is gone.
    private void goAway(ExternalSecret owner) {
        if (owner.deletion() == ExternalSecret.Deletion.DELETE) {
            parts.target().deleteWithOwner(owner);
        }
        List<String> finalizers = finalizers(owner);
        if (finalizers.contains(Marks.EXTERNAL_SECRET_FINALIZER)) {
            patchFinalizers(
                    owner,
                    finalizers.stream()
                            .filter(name -> !name.equals(Marks.EXTERNAL_SECRET_FINALIZER))
                            .toList());
        }
    }

    private void keepUntilCleanedUp(ExternalSecret owner) {
        List<String> finalizers = finalizers(owner);
        if (!finalizers.contains(Marks.EXTERNAL_SECRET_FINALIZER)) {
            List<String> more = new ArrayList<>(finalizers);
            more.add(Marks.EXTERNAL_SECRET_FINALIZER);
            patchFinalizers(owner, more);
        }
    }

    private static List<String> finalizers(ExternalSecret owner) {
        List<String> names = new ArrayList<>();
        owner.object().metadata().path("finalizers").forEach(name -> names.add(name.asString("")));
        return names;
    }

    /// Only to the very state that was looked at, since the list is replaced as a whole.
    private void patchFinalizers(ExternalSecret owner, List<String> finalizers) {
        ObjectNode patch = JsonNodeFactory.instance.objectNode();
        ObjectNode metadata = patch.putObject("metadata");
        metadata.put("uid", owner.object().uid())
                .put("resourceVersion", owner.object().resourceVersion());
        ArrayNode names = metadata.putArray("finalizers");
        finalizers.forEach(names::add);
        var _ =
                api.patch(
                        ObjectRef.of(ExternalResources.EXTERNAL_SECRETS, owner.object()),
                        "",
                        PatchType.MERGE,
                        patch);
    }
}
