package dev.purser.external.provider;

/// What is asked of a store (`remoteRef`).
///
/// @param key as the provider names it
/// @param property of the key's value, in the provider's own notation; empty for the whole value
/// @param version as the provider counts; empty for the newest
/// @param metadata asks for what is known of the key instead of its value (`metadataPolicy: Fetch`)
public record RemoteKey(String key, String property, String version, boolean metadata) {
    /// The whole newest value of a key.
    public static RemoteKey of(String key) {
        return new RemoteKey(key, "", "", false);
    }

    public RemoteKey withProperty(String other) {
        return new RemoteKey(key, other, version, metadata);
    }

    public RemoteKey withVersion(String other) {
        return new RemoteKey(key, property, other, metadata);
    }

    public RemoteKey withMetadata() {
        return new RemoteKey(key, property, version, true);
    }
}
