package dev.purser.external.provider.azure;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.net.URI;
import tools.jackson.databind.JsonNode;

/// What a store says of itself (`spec.provider.azurekv`).
///
/// @param vault the vault's address
/// @param cloud where identities are looked up
/// @param tenant empty where the credentials name it
/// @param identity of several managed ones of this machine; empty for the only one
/// @param secrets references to the parts of a service principal; missing for none
/// @param serviceAccount missing for none
record AzureStore(
        String vault,
        AuthType authType,
        Cloud cloud,
        String tenant,
        String identity,
        JsonNode secrets,
        JsonNode serviceAccount) {
    /// How a store makes itself known.
    enum AuthType {
        SERVICE_PRINCIPAL,
        MANAGED_IDENTITY,
        WORKLOAD_IDENTITY
    }

    /// Where Entra ID is.
    ///
    /// @param authority its address
    /// @param known whether it is one that Microsoft's list of authorities knows
    record Cloud(String authority, boolean known) {}

    static AzureStore of(JsonNode spec) throws ProviderException {
        return new AzureStore(
                vault(spec.path("vaultUrl").asString("")),
                authType(spec.path("authType").asString("ServicePrincipal")),
                cloud(spec),
                spec.path("tenantId").asString(""),
                spec.path("identityId").asString(""),
                spec.path("authSecretRef"),
                spec.path("serviceAccountRef"));
    }

    private static String vault(String address) throws ProviderException {
        return https("vaultUrl", address.strip());
    }

    /// Tokens are shown to nobody without TLS.
    private static String https(String field, String address) throws ProviderException {
        try {
            URI uri = URI.create(address);
            if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // said below
        }
        throw new ProviderException(
                Kind.BAD_CONFIGURATION, field + " '" + address + "' is no https address");
    }

    private static AuthType authType(String name) throws ProviderException {
        return switch (name) {
            case "ServicePrincipal" -> AuthType.SERVICE_PRINCIPAL;
            case "ManagedIdentity" -> AuthType.MANAGED_IDENTITY;
            case "WorkloadIdentity" -> AuthType.WORKLOAD_IDENTITY;
            default ->
                    throw new ProviderException(
                            Kind.BAD_CONFIGURATION, "there is no authType '" + name + "'");
        };
    }

    private static Cloud cloud(JsonNode spec) throws ProviderException {
        JsonNode own = spec.path("customCloudConfig").path("activeDirectoryEndpoint");
        if (own.isString()) {
            return new Cloud(
                    https("customCloudConfig.activeDirectoryEndpoint", own.asString("")), false);
        }
        String environment = spec.path("environmentType").asString("PublicCloud");
        return switch (environment) {
            case "PublicCloud" -> new Cloud("https://login.microsoftonline.com/", true);
            case "USGovernmentCloud" -> new Cloud("https://login.microsoftonline.us/", true);
            case "ChinaCloud" -> new Cloud("https://login.chinacloudapi.cn/", true);
            case "GermanCloud" -> new Cloud("https://login.microsoftonline.de/", true);
            default ->
                    throw new ProviderException(
                            Kind.BAD_CONFIGURATION,
                            "the environmentType '"
                                    + environment
                                    + "' needs customCloudConfig.activeDirectoryEndpoint");
        };
    }
}
