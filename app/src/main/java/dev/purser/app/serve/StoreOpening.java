package dev.purser.app.serve;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.resource.Catalog;
import dev.purser.app.data.DataDirectory;
import dev.purser.server.registry.StoreLayout;
import dev.purser.store.Entry;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import dev.purser.store.seal.SealedBy;
import dev.purser.store.seal.SealedStore;
import dev.purser.store.seal.Sealing;
import dev.purser.store.seal.StoredResource;
import dev.purser.store.sqlite.SqliteStore;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/// Opens the store on a thread of its own: SQLite's native library takes its time, and other
/// start-up work does not need it yet.
final class StoreOpening {
    private final FutureTask<Store> opening;

    private StoreOpening(FutureTask<Store> opening) {
        this.opening = opening;
    }

    static StoreOpening begin(DataDirectory directory) {
        FutureTask<Store> task = new FutureTask<>(() -> open(directory));
        Thread.ofPlatform().name("store-opening").daemon().start(task);
        return new StoreOpening(task);
    }

    private static Store open(DataDirectory directory) throws IOException {
        NativeLibraries.unpackInto(directory.nativeLibraries());
        return SqliteStore.open(directory.store());
    }

    /// The key of an entry whose value is encrypted; empty when there is none.
    Optional<String> sealedEntry() throws StartException, InterruptedException {
        return database().snapshot().entries().stream()
                .filter(entry -> SealedBy.isSealed(entry.value()))
                .map(Entry::key)
                .findFirst();
    }

    /// The store, once it is open; every value in it can be read.
    SealedStore await(Sealing sealing) throws StartException, InterruptedException {
        Store database = database();
        try {
            return SealedStore.open(database, resources(), sealing);
        } catch (StoreException e) {
            database.close();
            throw new StartException("cannot open the store: " + e.getMessage(), e);
        }
    }

    private static Function<String, StoredResource> resources() {
        StoreLayout layout = StoreLayout.of(Catalog.load());
        return key -> {
            GroupResource resource = layout.resource(key);
            return new StoredResource(resource.group(), resource.resource());
        };
    }

    /// Closes what was opened, for nobody is going to use it.
    void abandon() throws InterruptedException {
        try {
            opening.get().close();
        } catch (ExecutionException _) {
            // It was not opened, and something else is told already.
        }
    }

    private Store database() throws StartException, InterruptedException {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartException("cannot open the store: " + cause.getMessage(), cause);
        }
    }
}
