package dev.purser.external.provider.vault;

import dev.purser.external.provider.SecretsBackend;
import dev.purser.external.provider.SecretsClientContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/// The contract of providers with version 1 of the key/value engine of a real Vault.
@EnabledIfEnvironmentVariable(
        named = VaultServer.VARIABLE,
        matches = ".+",
        disabledReason = VaultServer.NOT_RUN)
class KvVersion1ContractTests extends SecretsClientContract {
    private static VaultServer vault;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        vault = VaultServer.start(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        if (vault != null) {
            vault.close();
        }
    }

    @Override
    protected SecretsBackend newBackend() throws Exception {
        return new VaultBackend(vault, "team/kv", KvVersion.V1);
    }
}
