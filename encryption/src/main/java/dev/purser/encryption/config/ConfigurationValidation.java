package dev.purser.encryption.config;

import dev.purser.api.codec.Base64Text;
import dev.purser.api.status.FieldErrors;
import dev.purser.store.seal.StoredResource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/// What kube-apiserver asks of an EncryptionConfiguration that has the right form, provider by
/// provider; [ResourceValidation] looks at the resources, [KmsValidation] at plugins.
final class ConfigurationValidation {
    private static final List<String> PROVIDERS =
            List.of("kms", "aesgcm", "aescbc", "secretbox", "identity");
    private static final List<Integer> AES_BYTES = List.of(16, 24, 32);
    private static final List<Integer> SECRETBOX_BYTES = List.of(32);

    private final FieldErrors errors = new FieldErrors();
    private final KmsValidation kms = new KmsValidation(errors);

    private ConfigurationValidation() {}

    static FieldErrors errors(JsonNode configuration) {
        ConfigurationValidation validation = new ConfigurationValidation();
        validation.configuration(configuration.path("resources"));
        return validation.errors;
    }

    private void configuration(JsonNode rules) {
        if (rules.isEmpty()) {
            errors.required("resources", "at least one resources is required");
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), "resources[%d].".formatted(i));
        }
    }

    private void rule(JsonNode rule, String place) {
        requireSome(rule.path("resources"), place + "resources");
        ResourceValidation.check(rule.path("resources"), place + "resources", errors);
        JsonNode providers = rule.path("providers");
        requireSome(providers, place + "providers");
        for (int i = 0; i < providers.size(); i++) {
            provider(providers.get(i), "%sproviders[%d]".formatted(place, i));
        }
    }

    private void requireSome(JsonNode list, String place) {
        if (list.isEmpty()) {
            errors.required(place, "at least one " + place + " is required");
        }
    }

    private void provider(JsonNode provider, String place) {
        List<String> given = PROVIDERS.stream().filter(provider::has).toList();
        if (given.isEmpty()) {
            errors.invalidShown(
                    place,
                    "{\"AESGCM\":null,\"AESCBC\":null,\"Secretbox\":null,\"Identity\":null,"
                            + "\"KMS\":null}",
                    "provider does not contain any of the expected providers: KMS, AESGCM, AESCBC,"
                            + " Secretbox, Identity");
            return;
        }
        if (given.size() > 1) {
            // Kubernetes shows the provider here, with its keys.
            errors.invalidShown(
                    place,
                    "(hidden)",
                    "more than one provider specified in a single element, should split into"
                            + " different list elements");
        }
        String first = given.getFirst();
        String inner = place + "." + first;
        switch (first) {
            case "kms" -> kms.check(provider.path(first), inner);
            case "secretbox" -> keys(provider.path(first), inner, SECRETBOX_BYTES);
            case "aesgcm", "aescbc" -> keys(provider.path(first), inner, AES_BYTES);
            default -> {
                // Nothing can be wrong with identity.
            }
        }
    }

    private void keys(JsonNode provider, String place, List<Integer> sizes) {
        JsonNode keys = provider.path("keys");
        if (keys.isEmpty()) {
            errors.required(place + ".keys", "at least one keys is required");
        }
        for (int i = 0; i < keys.size(); i++) {
            key(keys.get(i), "%s.keys[%d]".formatted(place, i), sizes);
        }
    }

    private void key(JsonNode key, String place, List<Integer> sizes) {
        if (key.path("name").asString("").isEmpty()) {
            errors.required(place + ".name", "name is a mandatory field for a key");
        }
        String secret = key.path("secret").asString("");
        if (secret.isEmpty()) {
            errors.required(place + ".secret", "secret is a mandatory field for a key");
            return;
        }
        if (Base64Text.firstBadByte(secret) >= 0) {
            errors.invalid(place + ".secret", "REDACTED", "secrets must be base64 encoded");
            return;
        }
        int size = Base64.getMimeDecoder().decode(secret).length;
        if (!sizes.contains(size)) {
            String expected = String.join(" ", sizes.stream().map(String::valueOf).toList());
            errors.invalid(
                    place + ".secret",
                    "REDACTED",
                    "secret is not of the expected length, got %d, expected one of [%s]"
                            .formatted(size, expected));
        }
    }

    /// Rules that an earlier rule hides.
    ///
    /// @throws EncryptionConfigurationException with the first of them
    static void requireVisible(Stream<StoredResource> patterns)
            throws EncryptionConfigurationException {
        Set<StoredResource> earlier = new HashSet<>();
        for (StoredResource pattern : patterns.toList()) {
            for (StoredResource hiding :
                    List.of(
                            new StoredResource(pattern.group(), "*"),
                            new StoredResource("*", "*"))) {
                if (earlier.contains(hiding)) {
                    throw new EncryptionConfigurationException(
                            "error while building transformers: resource \"%s\" is masked by"
                                            .formatted(pattern)
                                    + " earlier rule \"%s\"".formatted(hiding));
                }
            }
            earlier.add(pattern);
        }
    }
}
