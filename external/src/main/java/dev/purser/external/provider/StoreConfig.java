package dev.purser.external.provider;

import tools.jackson.databind.JsonNode;

/// What a provider is told of a store.
///
/// @param namespace of the SecretStore; empty for a ClusterSecretStore
/// @param name of the SecretStore or ClusterSecretStore, for messages
/// @param provider what `spec.provider` says under the provider's name; not to be changed
/// @param credentials what the store may read to make itself known
public record StoreConfig(
        String namespace, String name, JsonNode provider, Credentials credentials) {}
