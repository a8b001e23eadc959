package dev.purser.external.provider.directory;

import dev.purser.external.provider.SecretsBackend;
import dev.purser.external.provider.SecretsClientContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DirectoryContractTests extends SecretsClientContract {
    @TempDir Path directory;

    @Override
    protected SecretsBackend newBackend() throws Exception {
        return new DirectoryBackend(directory);
    }
}
