package dev.purser.encryption.config;

import dev.purser.encryption.config.EncryptionConfiguration.Cipher;
import dev.purser.encryption.config.EncryptionConfiguration.IdentityEntry;
import dev.purser.encryption.config.EncryptionConfiguration.KeyedEntry;
import dev.purser.encryption.config.EncryptionConfiguration.KmsEntry;
import dev.purser.encryption.config.EncryptionConfiguration.ProviderEntry;
import dev.purser.encryption.config.EncryptionConfiguration.Rule;
import dev.purser.store.seal.NamedKey;
import dev.purser.store.seal.StoredResource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Turns a tree without [ConfigurationValidation] errors into the configuration.
final class ConfigurationReading {
    private ConfigurationReading() {}

    /// @throws EncryptionConfigurationException for what kube-apiserver finds only when it puts the
    ///   providers together
    static EncryptionConfiguration read(JsonNode tree) throws EncryptionConfigurationException {
        List<Rule> rules = new ArrayList<>();
        for (JsonNode rule : tree.path("resources")) {
            rules.add(rule(rule));
        }
        ConfigurationValidation.requireVisible(
                rules.stream()
                        .flatMap(rule -> rule.resources().stream())
                        .map(StoredResource::parse));
        return new EncryptionConfiguration(rules);
    }

    private static Rule rule(JsonNode rule) throws EncryptionConfigurationException {
        List<String> resources = new ArrayList<>();
        rule.path("resources").forEach(resource -> resources.add(resource.asString("")));
        List<ProviderEntry> providers = new ArrayList<>();
        for (JsonNode provider : rule.path("providers")) {
            providers.add(provider(provider));
        }
        return new Rule(resources, providers);
    }

    private static ProviderEntry provider(JsonNode provider)
            throws EncryptionConfigurationException {
        String name = provider.propertyNames().iterator().next();
        JsonNode content = provider.path(name);
        return switch (name) {
            case "aesgcm" -> new KeyedEntry(Cipher.AESGCM, keys(content));
            case "aescbc" -> new KeyedEntry(Cipher.AESCBC, keys(content));
            case "secretbox" -> new KeyedEntry(Cipher.SECRETBOX, keys(content));
            case "kms" -> kms(content);
            default -> new IdentityEntry();
        };
    }

    private static List<NamedKey> keys(JsonNode provider) {
        List<NamedKey> keys = new ArrayList<>();
        for (JsonNode key : provider.path("keys")) {
            byte[] secret = Base64.getMimeDecoder().decode(key.path("secret").asString(""));
            keys.add(new NamedKey(key.path("name").asString(""), secret));
            Arrays.fill(secret, (byte) 0);
        }
        return keys;
    }

    private static KmsEntry kms(JsonNode kms) throws EncryptionConfigurationException {
        if (KmsValidation.version(kms).equals(KmsValidation.V1)) {
            throw new EncryptionConfigurationException(
                    "error while building transformers: KMSv1 is deprecated and will only receive"
                            + " security updates going forward. Use KMSv2 instead: write"
                            + " apiVersion: v2 for kms \"%s\"; Purser does not speak v1"
                                    .formatted(kms.path("name").asString("")));
        }
        return new KmsEntry(
                kms.path("name").asString(""),
                UnixEndpoint.path(kms.path("endpoint").asString("")),
                KmsValidation.timeout(kms));
    }
}
