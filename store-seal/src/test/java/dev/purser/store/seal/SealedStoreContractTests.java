package dev.purser.store.seal;

import dev.purser.store.DurableStoreContract;
import dev.purser.store.Store;
import dev.purser.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.io.TempDir;

/// Half of the contract's keys are sealed, half are not.
class SealedStoreContractTests extends DurableStoreContract {
    @TempDir Path directory;

    @Override
    protected Store open() {
        SecureRandom random = new SecureRandom();
        return SealedStore.open(
                SqliteStore.open(directory.resolve("store.db")),
                key -> key.hashCode() % 2 == 0,
                new KeyFile(directory.resolve("keys"), random),
                random);
    }
}
