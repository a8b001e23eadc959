package dev.purser.external.provider;

import dev.purser.external.secret.SecretValue;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// Where a store's credentials come from: Secrets, ConfigMaps and service accounts of the
/// namespaces that the store may read from. A namespaced store reads its own namespace alone, and a
/// reference that names another is refused. A cluster store reads the namespace that a reference
/// names or, where it names none, that of the ExternalSecret which uses it. Thread-safe.
///
/// References are the API's own objects, as they stand in a store's specification.
public interface Credentials {
    /// A key of a Secret.
    ///
    /// @param reference `name`, `key` and perhaps `namespace`
    /// @throws ProviderException of the kind `MISSING_CREDENTIALS` when there is none, or an empty
    ///   one; `BAD_CONFIGURATION` when the reference names no key or a forbidden namespace
    SecretValue secret(JsonNode reference) throws ProviderException;

    /// A key of a ConfigMap, such as the certificate of an authority.
    ///
    /// @param reference `name`, `key` and perhaps `namespace`
    SecretValue configMap(JsonNode reference) throws ProviderException;

    /// A fresh token of a service account (TokenRequest).
    ///
    /// @param reference `name`, perhaps `namespace` and further `audiences`
    /// @param audiences whom the token is for, besides those of the reference
    /// @param lifetime at least ten minutes
    SecretValue serviceAccountToken(JsonNode reference, List<String> audiences, Duration lifetime)
            throws ProviderException;

    /// An annotation of a service account, such as the role that a cloud has for it; empty if it is
    /// not there.
    String serviceAccountAnnotation(JsonNode reference, String annotation) throws ProviderException;
}
