package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import dev.purser.store.Transaction;
import java.util.ArrayList;
import java.util.List;

/// The store operations that make and drop companions. Thread-safe.
final class CompanionWrites {
    /// Who owns the fields of objects that the server makes for others.
    private static final String MANAGER = "kube-apiserver";

    private final WriteServices services;

    CompanionWrites(WriteServices services) {
        this.services = services;
    }

    List<Transaction.Operation> of(Allocation.Claim claim) {
        List<Transaction.Operation> operations = new ArrayList<>();
        claim.made().forEach(companion -> operations.add(make(companion)));
        operations.addAll(drop(claim.dropped()));
        return operations;
    }

    private Transaction.Operation make(Allocation.Companion companion) {
        ServedResource resource = companion.resource();
        KubeObject object = companion.object();
        services.owners().recordCreate(object, resource.schema(), resource.writer(MANAGER, ""));
        object.metadata().put("uid", services.newUid()).put("creationTimestamp", services.now());
        resource.rules().prepareForCreate(object);
        return new Transaction.Create(
                resource.keys().of(object.namespace(), object.name()),
                resource.encode(resource.form().canonical(object)));
    }

    /// Those that are gone already are left out.
    List<Transaction.Operation> drop(List<Allocation.Companion> companions) {
        List<Transaction.Operation> operations = new ArrayList<>();
        for (Allocation.Companion companion : companions) {
            ServedResource resource = companion.resource();
            KubeObject object = companion.object();
            services.store()
                    .find(resource, object.namespace(), object.name())
                    .map(stored ->
                            new Transaction.Delete(
                                    resource.keys().of(object.namespace(), object.name()),
                                    stored.revision(),
                                    stored.value()))
                    .ifPresent(operations::add);
        }
        return operations;
    }
}
