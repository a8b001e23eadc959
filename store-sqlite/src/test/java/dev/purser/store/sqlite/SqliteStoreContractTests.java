package dev.purser.store.sqlite;

import dev.purser.store.DurableStoreContract;
import dev.purser.store.Store;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreContractTests extends DurableStoreContract {
    @TempDir Path directory;

    @Override
    protected Store open() {
        return SqliteStore.open(directory.resolve("store.db"));
    }
}
