package dev.purser.external.provider.azure;

import com.azure.core.http.rest.PagedIterable;
import com.azure.json.JsonProviders;
import com.azure.json.JsonWriter;
import com.azure.security.keyvault.certificates.models.CertificateProperties;
import com.azure.security.keyvault.certificates.models.KeyVaultCertificate;
import com.azure.security.keyvault.keys.models.JsonWebKey;
import com.azure.security.keyvault.keys.models.KeyProperties;
import com.azure.security.keyvault.keys.models.KeyVaultKey;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import com.azure.security.keyvault.secrets.models.SecretProperties;
import dev.purser.external.provider.FindQuery;
import dev.purser.external.provider.FoundValues;
import dev.purser.external.provider.Payload;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.secret.SecretValue;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// A vault of Azure Key Vault.
final class AzureVault implements SecretsClient {
    private static final String SEARCH = "the list of secrets";

    private final VaultClients clients;

    AzureVault(VaultClients clients) {
        this.clients = clients;
    }

    @Override
    public SecretValue secret(RemoteKey key) throws ProviderException, InterruptedException {
        VaultObject object = VaultObject.of(key);
        if (key.metadata()) {
            return metadata(object).secret(key.property());
        }
        return switch (object.type()) {
            case SECRET -> payload(object).secret(key.property());
            case KEY -> publicKey(object).secret(key.property());
            case CERTIFICATE -> SecretValue.of(certificate(object).getCer());
        };
    }

    @Override
    public Map<String, SecretValue> properties(RemoteKey key)
            throws ProviderException, InterruptedException {
        VaultObject object = VaultObject.of(key);
        if (object.type() != VaultObject.Type.SECRET) {
            throw new ProviderException(
                    Kind.UNSUPPORTED,
                    "dataFrom takes secrets apart, but not the " + object.subject());
        }
        return key.metadata()
                ? metadata(object).properties(key.property())
                : payload(object).properties(key.property());
    }

    private Payload payload(VaultObject object) throws ProviderException, InterruptedException {
        return new Payload(object.subject(), SecretValue.of(secret(object).getValue()));
    }

    private KeyVaultSecret secret(VaultObject object)
            throws ProviderException, InterruptedException {
        return AzureCalls.call(
                object.subject(),
                () -> clients.secrets().getSecret(object.name(), object.version()));
    }

    private KeyVaultKey key(VaultObject object) throws ProviderException, InterruptedException {
        return AzureCalls.call(
                object.subject(), () -> clients.keys().getKey(object.name(), object.version()));
    }

    private KeyVaultCertificate certificate(VaultObject object)
            throws ProviderException, InterruptedException {
        return AzureCalls.call(
                object.subject(),
                () ->
                        object.version().isEmpty()
                                ? clients.certificates().getCertificate(object.name())
                                : clients.certificates()
                                        .getCertificateVersion(object.name(), object.version()));
    }

    /// A JSON Web Key; a vault gives nobody the private part.
    private Payload publicKey(VaultObject object) throws ProviderException, InterruptedException {
        return new Payload(object.subject(), SecretValue.of(json(key(object).getKey())));
    }

    private static String json(JsonWebKey key) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer = JsonProviders.createWriter(text)) {
            key.toJson(writer).flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private VaultMetadata metadata(VaultObject object)
            throws ProviderException, InterruptedException {
        return switch (object.type()) {
            case SECRET -> metadata(object, secret(object).getProperties());
            case KEY -> metadata(object, key(object).getProperties());
            case CERTIFICATE -> metadata(object, certificate(object).getProperties());
        };
    }

    private static VaultMetadata metadata(VaultObject object, SecretProperties properties) {
        return new VaultMetadata(object, properties.getTags())
                .with("expires", properties.getExpiresOn())
                .with("created", properties.getCreatedOn())
                .with("updated", properties.getUpdatedOn())
                .with("notBefore", properties.getNotBefore());
    }

    private static VaultMetadata metadata(VaultObject object, KeyProperties properties) {
        return new VaultMetadata(object, properties.getTags())
                .with("expires", properties.getExpiresOn())
                .with("created", properties.getCreatedOn())
                .with("updated", properties.getUpdatedOn())
                .with("notBefore", properties.getNotBefore());
    }

    private static VaultMetadata metadata(VaultObject object, CertificateProperties properties) {
        return new VaultMetadata(object, properties.getTags())
                .with("expires", properties.getExpiresOn())
                .with("created", properties.getCreatedOn())
                .with("updated", properties.getUpdatedOn())
                .with("notBefore", properties.getNotBefore());
    }

    /// A vault gives lists without values, and each value by itself.
    @Override
    public Map<String, SecretValue> find(FindQuery query)
            throws ProviderException, InterruptedException {
        if (!query.path().isEmpty()) {
            throw new ProviderException(
                    Kind.UNSUPPORTED, "Key Vault has no paths; find by name or tags");
        }
        List<String> names =
                AzureCalls.call(
                        SEARCH,
                        () ->
                                all().stream()
                                        .filter(found -> matches(found, query))
                                        .map(SecretProperties::getName)
                                        .toList());
        FoundValues values = new FoundValues();
        for (String name : names) {
            add(new VaultObject(VaultObject.Type.SECRET, name, ""), values);
        }
        return values.values();
    }

    private PagedIterable<SecretProperties> all() {
        return clients.secrets().listPropertiesOfSecrets();
    }

    private static boolean matches(SecretProperties found, FindQuery query) {
        Map<String, String> tags = found.getTags();
        return Boolean.TRUE.equals(found.isEnabled())
                && query.name().stream().allMatch(name -> name.test(found.getName()))
                && (query.tags().isEmpty()
                        || (tags != null && tags.entrySet().containsAll(query.tags().entrySet())));
    }

    /// What was deleted since the list was made is left out.
    private void add(VaultObject object, FoundValues values)
            throws ProviderException, InterruptedException {
        try {
            values.add(object.name(), payload(object).value());
        } catch (ProviderException e) {
            if (e.kind() != Kind.NOT_FOUND) {
                throw e;
            }
        }
    }

    /// Whoever is refused the list is known to the vault all the same.
    @Override
    public void validate() throws ProviderException, InterruptedException {
        try {
            AzureCalls.call(SEARCH, () -> all().iterableByPage().iterator().hasNext());
        } catch (ProviderException e) {
            if (e.kind() != Kind.DENIED) {
                throw e;
            }
        }
    }

    /// Connections are shared and end by themselves.
    @Override
    public void close() {}
}
