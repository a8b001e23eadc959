package dev.purser.external.provider.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.util.Configuration;
import com.azure.security.keyvault.certificates.CertificateClient;
import com.azure.security.keyvault.certificates.CertificateClientBuilder;
import com.azure.security.keyvault.keys.KeyClient;
import com.azure.security.keyvault.keys.KeyClientBuilder;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;

/// The SDK's clients of one vault. It has one for each kind of object; most stores need that of
/// secrets alone.
final class VaultClients {
    private final AzureConnection connection;
    private final String vault;
    private final TokenCredential credential;
    private final SecretClient secrets;

    VaultClients(AzureConnection connection, String vault, TokenCredential credential) {
        this.connection = connection;
        this.vault = vault;
        this.credential = credential;
        this.secrets =
                new SecretClientBuilder()
                        .vaultUrl(vault)
                        .credential(credential)
                        .httpClient(connection.http())
                        .retryOptions(connection.retries())
                        .httpLogOptions(connection.log())
                        .configuration(Configuration.NONE)
                        .buildClient();
    }

    SecretClient secrets() {
        return secrets;
    }

    KeyClient keys() {
        return new KeyClientBuilder()
                .vaultUrl(vault)
                .credential(credential)
                .httpClient(connection.http())
                .retryOptions(connection.retries())
                .httpLogOptions(connection.log())
                .configuration(Configuration.NONE)
                .buildClient();
    }

    CertificateClient certificates() {
        return new CertificateClientBuilder()
                .vaultUrl(vault)
                .credential(credential)
                .httpClient(connection.http())
                .retryOptions(connection.retries())
                .httpLogOptions(connection.log())
                .configuration(Configuration.NONE)
                .buildClient();
    }
}
