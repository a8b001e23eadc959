package dev.purser.store.seal;

/// A resource as encryption is configured for it, whatever version its objects are in.
///
/// @param group empty for the core group
/// @param resource lower case, plural
public record StoredResource(String group, String resource) {
    /// Reads `secrets`, `deployments.apps`, and the patterns `*.`, `*.apps` and `*.*`.
    public static StoredResource parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new StoredResource("", text)
                : new StoredResource(text.substring(dot + 1), text.substring(0, dot));
    }

    /// As it stands in an EncryptionConfiguration.
    @Override
    public String toString() {
        if (group.isEmpty()) {
            return resource.equals("*") ? "*." : resource;
        }
        return resource + "." + group;
    }
}
