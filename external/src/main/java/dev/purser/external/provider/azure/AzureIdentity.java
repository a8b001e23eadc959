package dev.purser.external.provider.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.util.Configuration;
import com.azure.identity.AadCredentialBuilderBase;
import com.azure.identity.ClientAssertionCredentialBuilder;
import com.azure.identity.ClientCertificateCredentialBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import dev.purser.external.provider.Credentials;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.azure.AzureSettings.Ambient;
import dev.purser.external.secret.SecretValue;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Finds out who a store is to Entra ID: by a service principal's secret or certificate, or by the
/// token of a service account.
final class AzureIdentity {
    private static final String CLIENT = "azure.workload.identity/client-id";
    private static final String TENANT = "azure.workload.identity/tenant-id";
    private static final String AUDIENCE = "api://AzureADTokenExchange";
    private static final String PEM = "-----BEGIN";

    /// A token is used once, at once.
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(10);

    private final AzureConnection connection;
    private final Ambient ambient;

    AzureIdentity(AzureConnection connection, Ambient ambient) {
        this.connection = connection;
        this.ambient = ambient;
    }

    /// Asks Azure for nothing yet.
    TokenCredential of(AzureStore store, Credentials credentials) throws ProviderException {
        return switch (store.authType()) {
            case SERVICE_PRINCIPAL -> principal(store, credentials);
            case WORKLOAD_IDENTITY -> workload(store, credentials);
            case MANAGED_IDENTITY -> managed(store);
        };
    }

    private TokenCredential principal(AzureStore store, Credentials credentials)
            throws ProviderException {
        JsonNode secret = store.secrets().path("clientSecret");
        JsonNode certificate = store.secrets().path("clientCertificate");
        if (secret.isObject() == certificate.isObject()) {
            throw unusable("authSecretRef needs either of clientSecret and clientCertificate");
        }
        if (store.tenant().isEmpty()) {
            throw unusable("a service principal needs the field tenantId");
        }
        if (!store.secrets().path("clientId").isObject()) {
            throw unusable("authSecretRef names no clientId");
        }
        String client = text(credentials.secret(store.secrets().path("clientId")));
        return secret.isObject()
                ? withSecret(store, client, text(credentials.secret(secret)))
                : withCertificate(store, client, credentials.secret(certificate));
    }

    private TokenCredential withSecret(AzureStore store, String client, String secret) {
        return connected(new ClientSecretCredentialBuilder(), store.cloud())
                .tenantId(store.tenant())
                .clientId(client)
                .clientSecret(secret)
                .build();
    }

    private TokenCredential withCertificate(
            AzureStore store, String client, SecretValue certificate) {
        ClientCertificateCredentialBuilder builder =
                connected(new ClientCertificateCredentialBuilder(), store.cloud())
                        .tenantId(store.tenant())
                        .clientId(client);
        ByteArrayInputStream bytes = new ByteArrayInputStream(certificate.bytes());
        return (certificate.text().contains(PEM)
                        ? builder.pemCertificate(bytes)
                        : builder.pfxCertificate(bytes))
                .build();
    }

    private TokenCredential workload(AzureStore store, Credentials credentials)
            throws ProviderException {
        JsonNode account = store.serviceAccount();
        if (!account.isObject()) {
            requireAmbient("serviceAccountRef");
            return connected(new WorkloadIdentityCredentialBuilder(), store.cloud()).build();
        }
        String client = client(store, credentials);
        String tenant = tenant(store, credentials);
        return connected(new ClientAssertionCredentialBuilder(), store.cloud())
                .tenantId(tenant)
                .clientId(client)
                .clientAssertion(() -> token(account, credentials))
                .build();
    }

    private static String token(JsonNode account, Credentials credentials) {
        try {
            return credentials
                    .serviceAccountToken(account, List.of(AUDIENCE), TOKEN_LIFETIME)
                    .text();
        } catch (ProviderException e) {
            throw new AzureCalls.NoCredentials(e);
        }
    }

    private static String client(AzureStore store, Credentials credentials)
            throws ProviderException {
        Set<String> named = new LinkedHashSet<>();
        JsonNode reference = store.secrets().path("clientId");
        if (reference.isObject()) {
            named.add(text(credentials.secret(reference)));
        }
        named.add(credentials.serviceAccountAnnotation(store.serviceAccount(), CLIENT));
        return single("client id", CLIENT, named);
    }

    /// A tenant of a Secret goes before the store's.
    private static String tenant(AzureStore store, Credentials credentials)
            throws ProviderException {
        Set<String> named = new LinkedHashSet<>();
        JsonNode reference = store.secrets().path("tenantId");
        named.add(reference.isObject() ? text(credentials.secret(reference)) : store.tenant());
        named.add(credentials.serviceAccountAnnotation(store.serviceAccount(), TENANT));
        return single("tenant id", TENANT, named);
    }

    private static String single(String what, String annotation, Set<String> named)
            throws ProviderException {
        named.remove("");
        if (named.isEmpty()) {
            throw new ProviderException(
                    Kind.MISSING_CREDENTIALS,
                    "neither the store nor the service account's annotation "
                            + annotation
                            + " names a "
                            + what);
        }
        if (named.size() > 1) {
            throw unusable(
                    "the store and the service account's annotation "
                            + annotation
                            + " name different "
                            + what
                            + "s");
        }
        return named.iterator().next();
    }

    private TokenCredential managed(AzureStore store) throws ProviderException {
        requireAmbient("authType ServicePrincipal or WorkloadIdentity");
        ManagedIdentityCredentialBuilder builder =
                new ManagedIdentityCredentialBuilder()
                        .httpClient(connection.http())
                        .retryOptions(connection.retries());
        return (store.identity().isEmpty() ? builder : builder.clientId(store.identity())).build();
    }

    private void requireAmbient(String instead) throws ProviderException {
        if (ambient == Ambient.REFUSED) {
            throw unusable(
                    "the identity of this machine is not for stores to use; name " + instead);
        }
    }

    /// An authority of the store's own is not looked up at Microsoft's. The configuration comes
    /// first, since it brings an authority too.
    private <B extends AadCredentialBuilderBase<B>> B connected(B builder, AzureStore.Cloud cloud) {
        B connected =
                builder.configuration(
                                ambient == Ambient.ALLOWED
                                        ? Configuration.getGlobalConfiguration()
                                        : Configuration.NONE)
                        .authorityHost(cloud.authority())
                        .httpClient(connection.http())
                        .retryOptions(connection.retries())
                        .httpLogOptions(connection.log());
        return cloud.known() ? connected : connected.disableInstanceDiscovery();
    }

    /// Secrets made from files often end in a newline, and no identity of Azure does.
    private static String text(SecretValue value) {
        return value.text().strip();
    }

    private static ProviderException unusable(String message) {
        return new ProviderException(Kind.BAD_CONFIGURATION, message);
    }
}
