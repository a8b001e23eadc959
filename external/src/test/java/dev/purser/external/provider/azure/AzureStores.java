package dev.purser.external.provider.azure;

import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.StoreConfig;
import tools.jackson.databind.json.JsonMapper;

/// Opens stores as their specifications say.
final class AzureStores {
    static final String QUIET = "https://quiet.vault.azure.net";

    /// A service principal with a secret.
    static final String BY_SECRET =
            """
            {"vaultUrl": "https://quiet.vault.azure.net", "tenantId": "%s",
             "authSecretRef": {"clientId": {"name": "azure", "key": "id"},
                               "clientSecret": {"name": "azure", "key": "secret"}}}
            """
                    .formatted(EntraStandIn.TENANT);

    /// A service principal with a certificate.
    static final String BY_CERTIFICATE =
            """
            {"vaultUrl": "https://quiet.vault.azure.net", "tenantId": "%s",
             "authSecretRef": {"clientId": {"name": "azure", "key": "id"},
                               "clientCertificate": {"name": "azure", "key": "certificate"}}}
            """
                    .formatted(EntraStandIn.TENANT);

    /// The identity of a service account.
    static final String BY_WORKLOAD =
            """
            {"vaultUrl": "https://quiet.vault.azure.net/", "authType": "WorkloadIdentity",
             "serviceAccountRef": {"name": "app"}}
            """;

    private AzureStores() {}

    static FixedCredentials principal(String id, String secret) {
        return new FixedCredentials()
                .withSecret("azure", "id", id + "\n")
                .withSecret("azure", "secret", secret);
    }

    static FixedCredentials workload(String token) {
        return new FixedCredentials()
                .withAnnotation("app", "azure.workload.identity/client-id", "app-id")
                .withAnnotation("app", "azure.workload.identity/tenant-id", EntraStandIn.TENANT)
                .withToken("app", () -> token);
    }

    /// Opens a store whose specification names the vault `quiet`.
    static SecretsClient open(AzureStandIn azure, String spec, FixedCredentials credentials)
            throws Exception {
        return open(azure.provider(), spec.replace(QUIET, azure.address()), credentials);
    }

    static SecretsClient open(AzureProvider provider, String spec, FixedCredentials credentials)
            throws Exception {
        return provider.open(
                new StoreConfig("team", "azure", JsonMapper.shared().readTree(spec), credentials));
    }
}
