package dev.purser.server.registry;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.object.StoredObject;
import dev.purser.server.registry.OwnerReferences.Origin;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// PUT and PATCH, and whatever else changes an object: one loop of reading, changing, checking and
/// writing on condition. Thread-safe.
final class ObjectUpdate {
    /// Unconditional writes that lose this often give up with a conflict.
    private static final int ATTEMPTS_MAX = 64;

    private static final String MODIFIED =
            "the object has been modified; please apply your changes to the latest version and try"
                    + " again";
    private static final List<String> KEPT_METADATA = List.of("creationTimestamp", "generation");

    /// What a client may leave out, and may not change.
    private static final List<String> KEPT_WHEN_LEFT_OUT =
            List.of("uid", "deletionTimestamp", "deletionGracePeriodSeconds");

    private final WriteServices services;
    private final ObjectCreation creation;

    ObjectUpdate(WriteServices services, ObjectCreation creation) {
        this.services = services;
        this.creation = creation;
    }

    /// Changes an object.
    ///
    /// @throws StatusException when there is none and the change makes none, or it may not be
    ///   changed so
    Written update(WriteRequest request, Change change) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Optional<StoredObject> current =
                    services.store().find(request.resource(), request.namespace(), request.name());
            if (current.isEmpty()) {
                return createInstead(request, change);
            }
            Optional<StoredObject> written = tryUpdate(request, change, current.get());
            if (written.isPresent()) {
                return new Written(written.get(), Written.Effect.CHANGED);
            }
        }
        throw conflict(request, MODIFIED);
    }

    private Written createInstead(WriteRequest request, Change change) {
        KubeObject made =
                change.create(request)
                        .orElseThrow(() ->
                                StatusErrors.notFound(
                                        request.resource().groupResource(), request.name()));
        if (change.isReplacement() && !made.uid().isEmpty()) {
            throw conflict(request, otherUid(request, made.uid(), ""));
        }
        made.metadata().remove("resourceVersion");
        return new Written(creation.create(request, made, change.owners()), Written.Effect.CREATED);
    }

    /// One attempt; empty when somebody else was faster.
    private Optional<StoredObject> tryUpdate(
            WriteRequest request, Change change, StoredObject current) {
        // Canonical, so that numbers compare equal to those that were just decoded.
        KubeObject old = request.resource().form().canonical(current.toObject());
        KubeObject next = change.apply(request, old.copy());
        requireSameObject(request, change, old, next);
        if (change.isReplacement()) {
            OwnerReferences.removeDuplicates(next, Origin.REQUEST, request.warnings());
        }
        if (change.scope() != Change.Scope.INTERNAL
                && change.owners() == Change.Owners.TO_BE_NOTED) {
            services.owners()
                    .recordUpdate(
                            old, next, request.resource().schema(), WriteServices.writer(request));
        }
        services.admission().mutate(admission(request, next, old));
        OwnerReferences.removeDuplicates(next, Origin.ADMISSION, request.warnings());
        try (Allocation.Claim claim = claim(request, change, old, next)) {
            prepare(request, change, old, next);
            KubeObject finished = request.resource().form().canonical(next);
            validate(request, change, old, finished);
            services.admission().validate(admission(request, finished, old));
            request.resource().rules().prepareForStorage(finished);
            return finished.equals(old) && isStoredSo(request, finished)
                    ? Optional.of(current)
                    : write(request, change, new Step(current, old, finished), claim);
        }
    }

    /// An object before and after a change.
    private record Step(StoredObject current, KubeObject old, KubeObject next) {
        boolean isLast() {
            return Finalization.endsWith(next, old);
        }
    }

    private Allocation.Claim claim(
            WriteRequest request, Change change, KubeObject old, KubeObject next) {
        return change.scope() == Change.Scope.MAIN
                ? services.allocation(request.resource())
                        .claim(next, Optional.of(old), request.dryRun())
                : Allocation.Claim.NOTHING;
    }

    private static AdmissionRequest admission(
            WriteRequest request, KubeObject next, KubeObject old) {
        return WriteServices.admissionRequest(
                request, AdmissionRequest.Operation.UPDATE, Optional.of(next), Optional.of(old));
    }

    private void requireSameObject(
            WriteRequest request, Change change, KubeObject old, KubeObject next) {
        boolean other = !next.uid().isEmpty() && !next.uid().equals(old.uid());
        if (other && change.isReplacement()) {
            throw conflict(request, otherUid(request, next.uid(), old.uid()));
        }
        String version = next.resourceVersion();
        Versions.requireNumber(version);
        if (version.isEmpty() || version.equals("0")) {
            requireUnconditional(request, change);
            next.metadata().put("resourceVersion", old.resourceVersion());
        } else if (!version.equals(old.resourceVersion())) {
            throw conflict(request, MODIFIED);
        }
    }

    private static String otherUid(WriteRequest request, String wanted, String actual) {
        return "StorageError: invalid object, Code: 4, Key: %s, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: %s, UID in object meta: %s"
                .formatted(
                        request.resource().keys().of(request.namespace(), request.name()),
                        wanted,
                        actual);
    }

    private static void requireUnconditional(WriteRequest request, Change change) {
        boolean refused =
                request.resource().policy().update() == WritePolicy.Unconditional.REFUSED
                        && change.isReplacement();
        if (refused) {
            GroupResource resource = request.resource().groupResource();
            FieldErrors errors = new FieldErrors();
            errors.invalid("metadata.resourceVersion", 0, "must be specified for an update");
            errors.throwIfAny(
                    new dev.purser.api.meta.GroupVersionKind(
                            resource.group(), "", resource.resource()),
                    request.name());
        }
    }

    private static void prepare(
            WriteRequest request, Change change, KubeObject old, KubeObject next) {
        ObjectNode metadata = next.metadata();
        for (String member : KEPT_METADATA) {
            keep(old.metadata(), metadata, member);
        }
        for (String member : KEPT_WHEN_LEFT_OUT) {
            if (metadata.path(member).asString("").isEmpty()) {
                keep(old.metadata(), metadata, member);
            }
        }
        if (request.resource().isNamespaced()) {
            metadata.put("namespace", old.namespace());
        } else {
            metadata.remove("namespace");
        }
        metadata.remove("selfLink");
        switch (change.scope()) {
            case MAIN -> request.resource().rules().prepareForUpdate(next, old);
            case STATUS -> request.resource().rules().prepareForStatusUpdate(next, old);
            case INTERNAL -> {
                // The server itself made the change and knows what it may touch.
            }
        }
    }

    private static void keep(ObjectNode from, ObjectNode to, String member) {
        JsonNode value = from.get(member);
        if (value == null) {
            to.remove(member);
        } else {
            to.set(member, value);
        }
    }

    private static void validate(
            WriteRequest request, Change change, KubeObject old, KubeObject next) {
        ServedResource resource = request.resource();
        resource.form().requireKind(next);
        FieldErrors errors = new FieldErrors();
        switch (change.scope()) {
            case MAIN -> {
                MetadataRules.validateUpdate(resource, next, old, errors);
                resource.rules().validateUpdate(next, old, errors);
            }
            case STATUS -> {
                MetadataRules.validateUpdate(resource, next, old, errors);
                resource.rules().validateStatusUpdate(next, old, errors);
            }
            case INTERNAL -> {
                // As in prepare.
            }
        }
        errors.throwIfAny(resource.validatedKind(), old.name());
        warnings(resource.rules(), change, old, next).forEach(request.warnings());
    }

    private static List<String> warnings(
            KindRules rules, Change change, KubeObject old, KubeObject next) {
        return switch (change.scope()) {
            case MAIN -> rules.warnings(next, old);
            case STATUS -> rules.statusWarnings(next);
            case INTERNAL -> List.of();
        };
    }

    private Value encode(WriteRequest request, Change change, Step step) {
        return request.isDryRun()
                ? request.resource().encode(step.next())
                : services.sizes()
                        .encode(request, step.next(), change.owners(), step.current().revision());
    }

    private Optional<StoredObject> write(
            WriteRequest request, Change change, Step step, Allocation.Claim claim) {
        Value value = encode(request, change, step);
        StoredObject current = step.current();
        if (request.isDryRun()) {
            return Optional.of(shown(request, value, current));
        }
        String key = request.resource().keys().of(request.namespace(), request.name());
        ObjectStore.Outcome outcome =
                step.isLast()
                        ? services.store()
                                .delete(key, current, current.value(), released(request, step))
                        : services.store()
                                .update(key, value, current, services.companions().of(claim));
        return switch (outcome) {
            case ObjectStore.Done(StoredObject stored) ->
                    // The answer to the write that ends an object has the version before it.
                    Optional.of(
                            step.isLast()
                                    ? shown(request, value, current)
                                    : request.resource().shown(stored));
            case ObjectStore.Lost lost -> Optional.empty();
        };
    }

    private List<Transaction.Operation> released(WriteRequest request, Step step) {
        return services.companions()
                .drop(services.allocation(request.resource()).released(step.old()));
    }

    private static StoredObject shown(WriteRequest request, Value value, StoredObject current) {
        return request.resource().shown(StoredObject.of(value, current.revision()));
    }

    /// Whether a write that changes nothing finds the object stored as it would be stored now: in
    /// another version, or encrypted with a key that was replaced, it is not, and the write
    /// migrates it.
    private boolean isStoredSo(WriteRequest request, KubeObject finished) {
        ServedResource resource = request.resource();
        String key = resource.keys().of(request.namespace(), request.name());
        return !services.store().isStale(key)
                && (!resource.isConverted()
                        || services.store().isStored(key, resource.encode(finished)));
    }

    private static StatusException conflict(WriteRequest request, String why) {
        return StatusErrors.conflict(request.resource().groupResource(), request.name(), why);
    }
}
