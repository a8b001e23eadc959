package dev.purser.server.registry;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.object.StoredObject;
import dev.purser.server.registry.OwnerReferences.Origin;
import dev.purser.store.Value;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// POST: a new object, in the order of Kubernetes' `rest.BeforeCreate`. Thread-safe.
final class ObjectCreation {
    /// How often a generated name, or an allocated address, is chosen anew when it is taken.
    private static final int ATTEMPTS_MAX = 8;

    private static final List<String> SERVER_OWNED =
            List.of(
                    "uid",
                    "creationTimestamp",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds",
                    "selfLink");

    private final WriteServices services;
    private final Names names;

    ObjectCreation(WriteServices services) {
        this.services = services;
        this.names = new Names(services.random());
    }

    /// Creates what was posted, decoded and defaulted; takes the object over.
    StoredObject create(WriteRequest request, KubeObject posted, Change.Owners owners) {
        matchNamespace(request, posted);
        boolean generated = posted.name().isEmpty() && !generateName(posted).isEmpty();
        boolean mayRepeat = generated || services.allocates(request.resource());
        for (int attempt = 1; ; attempt++) {
            KubeObject object = mayRepeat ? posted.copy() : posted;
            complete(request, object, owners);
            switch (attempt(request, object, owners)) {
                case ObjectStore.Done(StoredObject stored) -> {
                    return request.resource().shown(stored);
                }
                case ObjectStore.Lost(String key) -> {
                    boolean isNameTaken = key.equals(key(request, object));
                    if (attempt == ATTEMPTS_MAX || (isNameTaken && !generated)) {
                        throw alreadyExists(request, object.name());
                    }
                }
            }
        }
    }

    private ObjectStore.Outcome attempt(
            WriteRequest request, KubeObject object, Change.Owners owners) {
        try (Allocation.Claim claim =
                services.allocation(request.resource())
                        .claim(object, Optional.empty(), request.dryRun())) {
            return store(request, check(request, object), owners, claim);
        }
    }

    private static String key(WriteRequest request, KubeObject object) {
        return request.resource().keys().of(request.namespace(), object.name());
    }

    private static void matchNamespace(WriteRequest request, KubeObject object) {
        ObjectNode metadata = object.metadata();
        if (!request.resource().isNamespaced()) {
            metadata.remove("namespace");
        } else if (object.namespace().isEmpty()) {
            metadata.put("namespace", request.namespace());
        } else if (!object.namespace().equals(request.namespace())) {
            throw StatusErrors.badRequest(
                    "the namespace of the provided object does not match the namespace sent on the"
                            + " request");
        }
    }

    private static String generateName(KubeObject object) {
        return object.metadata().path("generateName").asString("");
    }

    private void complete(WriteRequest request, KubeObject object, Change.Owners owners) {
        ServedResource resource = request.resource();
        object.metadata().remove(SERVER_OWNED);
        if (owners == Change.Owners.TO_BE_NOTED) {
            OwnerReferences.removeDuplicates(object, Origin.REQUEST, request.warnings());
            services.owners()
                    .recordCreate(object, resource.schema(), WriteServices.writer(request));
        }
        services.admission().mutate(admission(request, object));
        OwnerReferences.removeDuplicates(object, Origin.ADMISSION, request.warnings());
        fillMetadata(resource, object);
    }

    /// The object as it will be stored, checked.
    private KubeObject check(WriteRequest request, KubeObject object) {
        ServedResource resource = request.resource();
        resource.rules().preparationWarnings(object).forEach(request.warnings());
        resource.rules().prepareForCreate(object);
        KubeObject finished = resource.form().canonical(object);
        resource.form().requireKind(finished);
        FieldErrors errors = new FieldErrors();
        MetadataRules.validate(resource, finished, errors);
        resource.rules().validate(finished, errors);
        errors.throwIfAny(resource.validatedKind(), finished.name());
        resource.rules().warnings(finished, finished).forEach(request.warnings());
        services.admission().validate(admission(request, finished));
        resource.rules().prepareForStorage(finished);
        return finished;
    }

    private static AdmissionRequest admission(WriteRequest request, KubeObject object) {
        return WriteServices.admissionRequest(
                request, AdmissionRequest.Operation.CREATE, Optional.of(object), Optional.empty());
    }

    private void fillMetadata(ServedResource resource, KubeObject object) {
        ObjectNode metadata = object.metadata();
        if (object.name().isEmpty() && !generateName(object).isEmpty()) {
            metadata.put("name", names.generate(generateName(object)));
        } else if (object.name().isEmpty() && resource.rules().namesNameless()) {
            metadata.put("name", services.newUid());
        }
        metadata.put("uid", services.newUid());
        metadata.put("creationTimestamp", services.now());
    }

    private ObjectStore.Outcome store(
            WriteRequest request, KubeObject object, Change.Owners owners, Allocation.Claim claim) {
        if (!request.isDryRun()
                && !object.resourceVersion().isEmpty()
                && !object.resourceVersion().equals("0")) {
            throw new StatusException(
                    StatusReason.UNKNOWN,
                    "resourceVersion should not be set on objects to be created");
        }
        String key = key(request, object);
        if (request.isDryRun()) {
            Value value = request.resource().encode(object);
            return services.store()
                            .find(request.resource(), request.namespace(), object.name())
                            .isPresent()
                    ? new ObjectStore.Lost(key)
                    : new ObjectStore.Done(StoredObject.of(value, 0));
        }
        Value value = services.sizes().encode(request, object, owners, 0);
        return services.store().create(key, value, services.companions().of(claim));
    }

    private StatusException alreadyExists(WriteRequest request, String name) {
        GroupResource resource = request.resource().groupResource();
        StatusException plain = StatusErrors.alreadyExists(resource, name);
        boolean ending =
                services.store()
                        .find(request.resource(), request.namespace(), name)
                        .map(StoredObject::toObject)
                        .flatMap(KubeObject::deletionTimestamp)
                        .isPresent();
        return ending
                ? new StatusException(
                        StatusReason.ALREADY_EXISTS,
                        "object is being deleted: " + plain.getMessage(),
                        plain.details().orElse(null))
                : plain;
    }
}
