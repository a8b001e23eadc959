package dev.purser.server.registry;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.client.DeleteOptions;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.object.StoredObject;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// DELETE: at once, after a grace period, or when the last finalizer goes. Thread-safe.
///
/// Follows `Store.Delete` and `rest.BeforeDelete` of Kubernetes' registry.
final class ObjectDeletion {
    private static final int ATTEMPTS_MAX = 64;

    private final WriteServices services;

    ObjectDeletion(WriteServices services) {
        this.services = services;
    }

    Deletion delete(WriteRequest request, DeleteOptions options) {
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            StoredObject current = find(request);
            KubeObject object = current.toObject();
            requirePreconditions(request, options, object);
            admit(request, object);
            Optional<Deletion> result = attempt(request, options, current, object);
            if (result.isPresent()) {
                return result.get();
            }
        }
        throw overtaken(request);
    }

    private static StatusException overtaken(WriteRequest request) {
        return StatusErrors.conflict(
                request.resource().groupResource(),
                request.name(),
                "the object has been modified; please apply your changes to the latest version and"
                        + " try again");
    }

    private StoredObject find(WriteRequest request) {
        return findAny(request)
                .orElseThrow(() ->
                        StatusErrors.notFound(request.resource().groupResource(), request.name()));
    }

    private Optional<StoredObject> findAny(WriteRequest request) {
        return services.store().find(request.resource(), request.namespace(), request.name());
    }

    private void admit(WriteRequest request, KubeObject object) {
        AdmissionRequest admission =
                WriteServices.admissionRequest(
                        request,
                        AdmissionRequest.Operation.DELETE,
                        Optional.empty(),
                        Optional.of(object));
        services.admission().mutate(admission);
        services.admission().validate(admission);
    }

    private static void requirePreconditions(
            WriteRequest request, DeleteOptions options, KubeObject object) {
        // Named by its kind, as Kubernetes does only here.
        GroupVersionKind kind = request.resource().kind();
        GroupResource resource = new GroupResource(kind.group(), kind.kind());
        options.uid()
                .filter(uid -> !uid.equals(object.uid()))
                .ifPresent(uid -> {
                    throw StatusErrors.conflict(
                            resource,
                            object.name(),
                            ("the UID in the precondition (%s) does not match the UID in"
                                            + " record (%s). The object might have been deleted and"
                                            + " then recreated")
                                    .formatted(uid, object.uid()));
                });
        options.resourceVersion()
                .filter(version -> !version.equals(object.resourceVersion()))
                .ifPresent(version -> {
                    throw StatusErrors.conflict(
                            resource,
                            object.name(),
                            ("the ResourceVersion in the precondition (%s) does not match"
                                            + " the ResourceVersion in record (%s). The object"
                                            + " might have been modified")
                                    .formatted(version, object.resourceVersion()));
                });
    }

    /// One attempt; empty when somebody else wrote the object in between.
    private Optional<Deletion> attempt(
            WriteRequest request, DeleteOptions options, StoredObject current, KubeObject object) {
        if (request.resource().kind().kind().equals("Namespace")) {
            return NamespaceEnd.begin(object, services.now())
                    ? linger(request, current, object)
                    : Finalization.isHeldNamespace(object)
                            ? Optional.of(new Deletion.Lingering(current))
                            : finish(request, options, current, object);
        }
        if (DefinitionEnd.begin(request.resource(), object, services.now())) {
            return linger(request, current, object);
        }
        return finish(request, options, current, object);
    }

    private Optional<Deletion> finish(
            WriteRequest request, DeleteOptions options, StoredObject current, KubeObject object) {
        GracePeriod grace =
                GracePeriod.begin(request.resource(), object, options, services.clock());
        if (grace == GracePeriod.PENDING) {
            return Optional.of(new Deletion.Lingering(current));
        }
        List<String> finalizers = Dependents.finalizers(request.resource(), object, options);
        boolean changed = !finalizers.equals(Finalization.finalizers(object));
        if (changed) {
            Finalization.setFinalizers(object, finalizers);
        }
        if (!finalizers.isEmpty()) {
            if (grace == GracePeriod.NONE) {
                markAsDeleting(object);
            }
            return linger(request, current, object);
        }
        if (grace == GracePeriod.BEGUN && Finalization.gracePeriodSeconds(object).orElse(0L) > 0) {
            return linger(request, current, object);
        }
        return grace == GracePeriod.BEGUN || changed
                ? endVisibly(request, current, request.resource().encode(object))
                : end(request, current, current.value());
    }

    /// Notes that deletion was asked for, on an object of a kind that knows no grace.
    private void markAsDeleting(KubeObject object) {
        ObjectNode metadata = object.metadata();
        if (Finalization.gracePeriodSeconds(object).isEmpty() && object.generation() > 0) {
            metadata.put("generation", object.generation() + 1);
        }
        Instant now = services.clock().instant();
        boolean later =
                object.deletionTimestamp().map(Instant::parse).filter(now::isBefore).isPresent();
        if (object.deletionTimestamp().isEmpty() || later) {
            metadata.put("deletionTimestamp", services.now());
        }
        metadata.put("deletionGracePeriodSeconds", 0);
    }

    private Optional<Deletion> linger(
            WriteRequest request, StoredObject current, KubeObject object) {
        if (object.equals(current.toObject())) {
            return Optional.of(new Deletion.Lingering(current));
        }
        Value value = request.resource().encode(object);
        if (request.isDryRun()) {
            return Optional.of(new Deletion.Lingering(shown(request, value, current)));
        }
        String key = request.resource().keys().of(request.namespace(), request.name());
        return switch (services.store().update(key, value, current, List.of())) {
            case ObjectStore.Done(StoredObject stored) ->
                    Optional.of(new Deletion.Lingering(request.resource().shown(stored)));
            case ObjectStore.Lost lost -> Optional.empty();
        };
    }

    /// Ends an object that the deletion itself changes: watchers see the change first, as they do
    /// in Kubernetes.
    private Optional<Deletion> endVisibly(WriteRequest request, StoredObject current, Value last) {
        if (request.isDryRun()) {
            return end(request, current, last);
        }
        String key = request.resource().keys().of(request.namespace(), request.name());
        return switch (services.store().update(key, last, current, List.of())) {
            case ObjectStore.Done(StoredObject changed) -> Optional.of(endMarked(request, changed));
            case ObjectStore.Lost lost -> Optional.empty();
        };
    }

    /// Ends an object that says already that it ends. Whoever watches it may have written it since,
    /// or ended it first: then it is gone, as was asked.
    private Deletion endMarked(WriteRequest request, StoredObject marked) {
        StoredObject current = marked;
        for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
            Optional<Deletion> ended = end(request, current, current.value());
            if (ended.isPresent()) {
                return ended.get();
            }
            Optional<StoredObject> now = findAny(request);
            if (now.isEmpty() || !now.get().uid().equals(marked.uid())) {
                return new Deletion.Gone(request.resource().shown(marked));
            }
            current = now.get();
        }
        throw overtaken(request);
    }

    private Optional<Deletion> end(WriteRequest request, StoredObject current, Value last) {
        if (request.isDryRun()) {
            return Optional.of(new Deletion.Gone(shown(request, last, current)));
        }
        String key = request.resource().keys().of(request.namespace(), request.name());
        List<Transaction.Operation> others =
                services.companions()
                        .drop(services.allocation(request.resource()).released(current.toObject()));
        return switch (services.store().delete(key, current, last, others)) {
            case ObjectStore.Done(StoredObject stored) ->
                    Optional.of(new Deletion.Gone(request.resource().shown(stored)));
            case ObjectStore.Lost lost -> Optional.empty();
        };
    }

    private static StoredObject shown(WriteRequest request, Value value, StoredObject current) {
        return request.resource().shown(StoredObject.of(value, current.revision()));
    }
}
