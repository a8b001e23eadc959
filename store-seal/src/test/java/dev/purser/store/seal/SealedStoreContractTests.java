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
        Store inner = SqliteStore.open(directory.resolve("store.db"));
        Keyring keyring = new KeyFile(directory.resolve("keys"), random).readOrCreate(inner);
        return SealedStore.open(
                inner,
                key -> new StoredResource("", key.hashCode() % 2 == 0 ? "secrets" : "configmaps"),
                Sealing.ofSecrets(keyring.providers(random)));
    }
}
