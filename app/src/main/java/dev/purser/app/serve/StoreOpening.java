package dev.purser.app.serve;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.resource.Catalog;
import dev.purser.app.data.DataDirectory;
import dev.purser.server.registry.StoreLayout;
import dev.purser.store.Store;
import dev.purser.store.StoreException;
import dev.purser.store.seal.KeyFile;
import dev.purser.store.seal.Keyring;
import dev.purser.store.seal.SealedStore;
import dev.purser.store.seal.Sealing;
import dev.purser.store.seal.StoredResource;
import dev.purser.store.sqlite.SqliteStore;

import java.io.IOException;
import java.security.SecureRandom;
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

    static StoreOpening begin(DataDirectory directory, SecureRandom random) {
        FutureTask<Store> task = new FutureTask<>(() -> open(directory, random));
        Thread.ofPlatform().name("store-opening").daemon().start(task);
        return new StoreOpening(task);
    }

    private static Store open(DataDirectory directory, SecureRandom random) throws IOException {
        NativeLibraries.unpackInto(directory.nativeLibraries());
        Store database = SqliteStore.open(directory.store());
        try {
            KeyFile keys = new KeyFile(directory.keys().resolve("secrets.keys"), random);
            Keyring keyring = keys.readOrCreate(database);
            return SealedStore.open(
                    database, resources(), Sealing.ofSecrets(keyring.providers(random)));
        } catch (StoreException e) {
            database.close();
            throw e;
        }
    }

    private static Function<String, StoredResource> resources() {
        StoreLayout layout = StoreLayout.of(Catalog.load());
        return key -> {
            GroupResource resource = layout.resource(key);
            return new StoredResource(resource.group(), resource.resource());
        };
    }

    /// The store, once it is open.
    Store await() throws StartException, InterruptedException {
        try {
            return opening.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartException("cannot open the store: " + cause.getMessage(), cause);
        }
    }
}
