package dev.purser.server.registry;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.validation.Names;
import dev.purser.server.object.StoredObject;
import dev.purser.store.CommitResult;
import dev.purser.store.CompactedException;
import dev.purser.store.RevisionCache;
import dev.purser.store.StoreException;
import dev.purser.store.Transaction;
import dev.purser.store.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Objects over the revision cache: single reads and single conditional writes. Thread-safe.
final class ObjectStore {
    private final RevisionCache cache;

    ObjectStore(RevisionCache cache) {
        this.cache = cache;
    }

    RevisionCache cache() {
        return cache;
    }

    long revision() {
        return cache.revision();
    }

    /// @throws dev.purser.api.status.StatusException when no object can have such a name
    Optional<StoredObject> find(ServedResource resource, String namespace, String name) {
        List<String> errors = Names.pathSegmentErrors(name);
        if (!errors.isEmpty()) {
            throw StatusErrors.invalidName(name, String.join(";", errors));
        }
        return cache.get(resource.keys().of(namespace, name)).map(resource::shown);
    }

    /// Objects as they are now.
    List<StoredObject> list(ServedResource resource, String namespace) {
        try {
            String prefix = resource.keys().within(namespace);
            return cache.list(new RevisionCache.ListQuery(prefix, 0, "", 0)).entries().stream()
                    .map(resource::shown)
                    .toList();
        } catch (CompactedException e) {
            throw new IllegalStateException("the present was compacted", e);
        }
    }

    /// Whether these very bytes are stored under a key.
    boolean isStored(String key, Value value) {
        return cache.get(key).filter(entry -> entry.value().equals(value)).isPresent();
    }

    /// Whether the store would keep the same bytes in another form now.
    boolean isStale(String key) {
        return cache.isStale(key);
    }

    /// How a write ended.
    sealed interface Outcome {}

    /// @param object as it is now; for a deletion, as it was last
    record Done(StoredObject object) implements Outcome {}

    /// Somebody else wrote this key in between.
    record Lost(String key) implements Outcome {}

    /// @param others what is written with it, or not at all
    Outcome create(String key, Value value, List<Transaction.Operation> others) {
        return commit(new Transaction.Create(key, value), value, others);
    }

    Outcome update(
            String key, Value value, StoredObject current, List<Transaction.Operation> others) {
        return commit(new Transaction.Update(key, value, current.revision()), value, others);
    }

    /// Deletes an object, which the deleting request may have changed.
    Outcome delete(
            String key, StoredObject current, Value last, List<Transaction.Operation> others) {
        return commit(new Transaction.Delete(key, current.revision(), last), last, others);
    }

    private Outcome commit(
            Transaction.Operation operation, Value value, List<Transaction.Operation> others) {
        List<Transaction.Operation> operations = new ArrayList<>();
        operations.add(operation);
        operations.addAll(others);
        return switch (committed(new Transaction(operations))) {
            case CommitResult.Committed committed ->
                    new Done(StoredObject.of(value, committed.revision()));
            case CommitResult.Conflict conflict -> new Lost(conflict.key());
        };
    }

    /// What the medium or its encryption cannot do is told, as kube-apiserver tells it.
    private CommitResult committed(Transaction transaction) {
        try {
            return cache.commit(transaction);
        } catch (StoreException e) {
            throw StatusErrors.internal(String.valueOf(e.getMessage()), e);
        }
    }
}
